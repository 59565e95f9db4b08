namespace McpAspire.Identity.Consent;

internal static class ConsentExtensions
{
    public static void AddConsent(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<ConsentTickets>();
}
