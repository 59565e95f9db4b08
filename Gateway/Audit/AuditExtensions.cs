using McpAspire.Gateway.Audit.Writing;
using Microsoft.Extensions.Logging.Console;

namespace McpAspire.Gateway.Audit;

/// <summary>Registers the audit trail.</summary>
internal static class AuditExtensions
{
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        // Rows are in the trail; on the console they would bury everything else. Exporters get them.
        builder.Logging.AddFilter<ConsoleLoggerProvider>(AuditMirror.Category, LogLevel.None);

        var services = builder.Services;
        services.AddSingleton<ITrailDisk, TrailDisk>();
        services.AddSingleton<AuditMirror>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddHostedService(provider => provider.GetRequiredService<AuditTrail>());
        services.AddHealthChecks().AddCheck<AuditHealthCheck>(AuditHealthCheck.Name);
    }
}
