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
    }
}
