using McpAspire.Identity.Startup;

namespace McpAspire.Identity.Consent;

internal static class ConsentExtensions
{
    public static void AddConsent(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<ConsentOptions, ConsentOptions.Validator>(ConsentOptions.Section);
        builder.Services.AddSingleton<ConsentTickets>();
        builder.Services.AddScoped<RememberedConsents>();
        builder.Services.AddScoped<ClientUses>();
        builder.Services.AddScoped<ConnectedClients>();
    }
}
