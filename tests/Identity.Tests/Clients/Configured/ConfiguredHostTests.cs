namespace McpAspire.Identity.Tests.Clients.Configured;

/// <summary>The tests that share it.</summary>
[CollectionDefinition(ConfiguredHost.Name)]
public sealed class ConfiguredHostTests : ICollectionFixture<ConfiguredHost>;
