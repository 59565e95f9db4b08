using McpAspire.Identity.Perimeter.RateLimits;
using McpAspire.Identity.Startup;
using McpAspire.Identity.Users.Hashing;

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
        services.AddSingleton<ComparisonTimes>();
        services.AddSingleton<Bans>();
        services.AddSingleton<Regulator>();
        services.AddRateLimits();
    }

    /// <summary>The bounds that a request meets after CORS, so that scripts of clients can read a refusal.</summary>
    public static void UseRegulation(this WebApplication app)
    {
        app.UseMiddleware<RateLimitMiddleware>();
        app.UseMiddleware<HashingBusyMiddleware>();
    }
}
