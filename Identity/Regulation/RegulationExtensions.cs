using McpAspire.Identity.Startup;

namespace McpAspire.Identity.Regulation;

internal static class RegulationExtensions
{
    public static void AddRegulation(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<RegulationOptions, RegulationOptionsValidator>(RegulationOptions.Section);
        services.AddSingleton<AttemptCounter>();
        services.AddSingleton<AccountBound>();
        services.AddSingleton<AccountNames>();
        services.AddSingleton<WaitingRoom>();
        services.AddSingleton<Bans>();
        services.AddSingleton<Regulator>();
    }
}
