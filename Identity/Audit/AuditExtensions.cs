namespace McpAspire.Identity.Audit;

internal static class AuditExtensions
{
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton<IdentityMetrics>();
        builder.Services.AddHostedService<AuditWriter>();
    }
}
