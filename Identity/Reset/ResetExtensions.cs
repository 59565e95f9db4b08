using McpAspire.Identity.Startup;

namespace McpAspire.Identity.Reset;

internal static class ResetExtensions
{
    public static void AddReset(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<ResetOptions, ResetOptions.Validator>(ResetOptions.Section);
        services.AddSingleton<ResetRequests>();
        services.AddScoped<AccountLookup>();
        services.AddScoped<ResetCompletion>();
    }
}
