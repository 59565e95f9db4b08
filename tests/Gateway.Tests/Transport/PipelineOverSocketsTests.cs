using McpAspire.Gateway.Tests.Pipeline;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>Calls of both eras, GET and DELETE: nothing changes with the transport.</summary>
public sealed class PipelineOverSocketsTests(SocketsFixture fixture)
    : McpPipelineTests(fixture), IClassFixture<SocketsFixture>;
