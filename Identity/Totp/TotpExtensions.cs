using McpAspire.Identity.Startup;

namespace McpAspire.Identity.Totp;

internal static class TotpExtensions
{
    public static void AddTotp(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<TotpOptions, TotpOptionsValidator>(TotpOptions.Section);
        builder.Services.AddSingleton<TotpSecrets>();
        builder.Services.AddSingleton<TotpEnrolment>();
        builder.Services.AddScoped<Authenticators>();
    }
}
