using McpAspire.Identity.Startup;

namespace McpAspire.Identity.Perimeter.RateLimits;

internal static class RateLimitExtensions
{
    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddSettings<RateLimitOptions, RateLimitOptionsValidator>(RateLimitOptions.Section);
        services.AddSingleton<RateLimits>();
        services.AddSingleton<RateCounter>();
    }
}
