using McpAspire.Gateway.Inspection;
using McpAspire.Gateway.Routing.EventStreams;
using McpAspire.Gateway.Routing.Health;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace McpAspire.Gateway.Routing;

/// <summary>Registers the proxy engine with this project's sources of routes, addresses, headers and clients.</summary>
internal static class RoutingExtensions
{
    public static void AddServerRouting(this IServiceCollection services)
    {
        services.AddReverseProxy().AddTransforms<BackendTransforms>();
        services.AddSingleton<AnswerInspection>();
        services.AddSingleton<IProxyConfigProvider, ServerProxyConfigProvider>();
        services.AddSingleton<IDestinationResolver, ServiceDiscoveryDestinationResolver>();
        services.AddSingleton<IForwarderHttpClientFactory, BackendHttpClientFactory>();

        services.AddSingleton<KeepAlive>();
        services.AddSingleton<Circuits>();
        services.AddSingleton<CircuitBreaker>();
        services.AddSingleton<IProbingRequestFactory, BackendProbe>();
        services.AddSingleton<IActiveHealthCheckPolicy, ProbePolicy>();
        services.AddHealthChecks().AddCheck<BackendsHealthCheck>("backends");
        services.AddHostedService<BackendGauge>();

        // The engine brings data protection for affinity cookies, which would write its keys, in clear, into the home
        // directory at start.
        services.Configure<KeyManagementOptions>(keys =>
        {
            keys.XmlRepository = new KeysInMemory();
            keys.XmlEncryptor = new NullXmlEncryptor();
        });
    }
}
