using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Routing.EventStreams;

/// <summary>
/// Keeps event streams from falling silent. Proxies on the way end connections that nothing passes through, many of
/// them after a minute, and streams of news are silent for as long as nothing happens.
/// </summary>
internal sealed class KeepAlive(IOptions<McpOptions> options, TimeProvider time)
{
    /// <summary>To be called when the answer is known to be an event stream, before anything of it is written.</summary>
    public void Begin(McpRequest request)
    {
        var response = request.Http.Response;
        var stream = new KeepAliveStream(response.Body, options.Value.KeepAliveInterval, time);
        request.KeepAlive = stream;
        response.Body = stream;
    }
}
