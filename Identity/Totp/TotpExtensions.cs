namespace McpAspire.Identity.Totp;

internal static class TotpExtensions
{
    public static void AddTotp(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TotpSecrets>();
        builder.Services.AddSingleton<TotpEnrolment>();
        builder.Services.AddScoped<Authenticators>();
    }
}
