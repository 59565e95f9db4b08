using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

/// <summary>A gateway before a scripted server of one era.</summary>
internal sealed class BridgeBed(GatewayHost gateway, ScriptedServer server) : IAsyncDisposable
{
    public GatewayHost Gateway { get; } = gateway;

    public ScriptedServer Server { get; } = server;

    public static async Task<BridgeBed> StartAsync(
        bool isModern,
        Dictionary<string, string?>? settings = null,
        TimeProvider? time = null,
        IReplicaBus? bus = null,
        ScriptedServer? server = null)
    {
        server ??= new ScriptedServer(isModern);
        settings ??= [];
        settings.TryAdd("Mcp:Servers:everything:Era", "Auto");
        var gateway = await GatewayHost.StartAsync(settings, time, configure: services =>
        {
            services.AddSingleton<IUpstreams>(server);
            if (bus is not null)
                services.AddSingleton(bus);
        });
        return new BridgeBed(gateway, server);
    }

    /// <summary>A client at the federation, which every request to is bridged.</summary>
    public ModernClient Federated(string subject = "subject-1") => new(Gateway, subject, "/mcp");

    /// <summary>A client at the one server, which is bridged if the server is of the other era.</summary>
    public ModernClient Single(string subject = "subject-1") => new(Gateway, subject);

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
