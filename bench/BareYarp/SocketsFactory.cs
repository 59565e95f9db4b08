using McpAspire.Gateway.Transport;
using Yarp.ReverseProxy.Forwarder;

namespace McpAspire.BareYarp;

/// <summary>The gateway's transport beneath the engine and nothing else of the gateway: how far it can lead at most.</summary>
internal sealed class SocketsFactory : ForwarderHttpClientFactory
{
    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new SocketsTransport(base.WrapHandler(context, handler), TransportLimits.Default, TimeProvider.System);
}
