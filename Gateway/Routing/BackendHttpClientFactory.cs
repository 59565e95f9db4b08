using System.Globalization;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Transport;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace McpAspire.Gateway.Routing;

/// <summary>The proxy engine's client with a limit on every wait, and no retries: a tool must not run twice.</summary>
internal sealed class BackendHttpClientFactory(
    IOptions<McpOptions> options, TimeProvider time, ILogger<ForwarderHttpClientFactory> logger)
    : ForwarderHttpClientFactory(logger)
{
    /// <summary>The name of the server's own limit in the cluster's metadata.</summary>
    public const string Timeout = nameof(Timeout);

    protected override bool CanReuseOldClient(ForwarderHttpClientContext context) =>
        base.CanReuseOldClient(context)
        && context.OldMetadata?[Timeout] == context.NewMetadata?[Timeout];

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        // Names resolve anew when a backend moves.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new BackendDeadlineHandler(
            options.Value.Transport == BackendTransport.Sockets
                ? new SocketsTransport(base.WrapHandler(context, handler), TransportLimits.Default, time)
                : base.WrapHandler(context, handler),
            TimeSpan.Parse(context.NewMetadata![Timeout], CultureInfo.InvariantCulture));
}
