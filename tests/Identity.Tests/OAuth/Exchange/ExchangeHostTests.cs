namespace McpAspire.Identity.Tests.OAuth.Exchange;

/// <summary>The tests that share it.</summary>
[CollectionDefinition(ExchangeHost.Name)]
public sealed class ExchangeHostTests : ICollectionFixture<ExchangeHost>;
