using McpAspire.Gateway.Tests.Routing;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>Streams, those who leave them, and backends that die: nothing changes with the transport.</summary>
public sealed class PassThroughOverSocketsTests(SocketsFixture fixture)
    : BackendTransformsTests(fixture), IClassFixture<SocketsFixture>;
