namespace McpAspire.Identity.Tests.OAuth.Device;

/// <summary>The tests that share it.</summary>
[CollectionDefinition(DeviceHost.Name)]
public sealed class DeviceHostTests : ICollectionFixture<DeviceHost>;
