using McpAspire.Identity.Startup;

namespace McpAspire.Identity.Audit;

internal static class AuditExtensions
{
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<AuditOptions, AuditOptions.Validator>(AuditOptions.Section);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton<AuditDrain>();
        builder.Services.AddScoped<AuditTrail>();
        builder.Services.AddHostedService<AuditWriter>();
        builder.Services.AddHostedService<AuditPruning>();
    }
}
