using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace McpAspire.Gateway.Routing;

/// <summary>The proxy engine's client with a limit on every wait, and no retries: a tool must not run twice.</summary>
internal sealed class BackendHttpClientFactory(
    IOptions<McpOptions> options,
    ILogger<ForwarderHttpClientFactory> logger) : ForwarderHttpClientFactory(logger)
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        // Names resolve anew when a backend moves.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new BackendDeadlineHandler(base.WrapHandler(context, handler), options.Value.BackendTimeout);
}
