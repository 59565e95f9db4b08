using McpAspire.Gateway.Bridge.Legacy;
using McpAspire.Gateway.Bridge.Modern;

namespace McpAspire.Gateway.Bridge;

/// <summary>Registers what ends the client's leg of a request.</summary>
internal static class BridgeExtensions
{
    public static void AddBridge(this IServiceCollection services)
    {
        services.AddSingleton<EraStage>();
        services.AddSingleton<ListenQuota>();
        services.AddSingleton<ListenStage>();
        services.AddSingleton<StreamTies>();
        services.AddSingleton<ResourceUpdates>();
        services.AddSingleton<IBridge, Bridge>();
        services.AddLegacyLeg();
        services.AddModernLeg();
    }
}
