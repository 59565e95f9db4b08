using McpAspire.Gateway.Bridge.Modern.Held;
using McpAspire.Gateway.Bridge.Modern.Inputs;
using McpAspire.Gateway.Bridge.Modern.Listen;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>Registers what answers clients of 2026-07-28.</summary>
internal static class ModernLegExtensions
{
    public static void AddModernLeg(this IServiceCollection services)
    {
        services.AddSingleton<ModernLeg>();
        services.AddSingleton<Discovery>();
        services.AddSingleton<Lists>();
        services.AddSingleton<Calls>();
        services.AddSingleton<RequestStates>();
        services.AddSingleton<WaitingCalls>();
        services.AddSingleton<HandedTalk>();
        services.AddSingleton<CallHandOver>();
        services.AddHostedService(provider => provider.GetRequiredService<CallHandOver>());
        services.AddSingleton<HeldCalls>();
        services.AddSingleton<Listening>();
    }
}
