namespace McpAspire.Identity.Recovery;

internal static class RecoveryExtensions
{
    public static void AddRecovery(this WebApplicationBuilder builder) =>
        builder.Services.AddScoped<RecoveryCodes>();
}
