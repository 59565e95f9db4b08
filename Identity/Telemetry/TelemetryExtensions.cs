using McpAspire.Identity.Audit;

namespace McpAspire.Identity.Telemetry;

internal static class TelemetryExtensions
{
    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IdentityMetrics>();
        builder.Services.AddSingleton<IAuditListener>(provider => provider.GetRequiredService<IdentityMetrics>());
    }

    /// <summary>Comes outside of the error pages, so that a failure is timed with the status that it gets.</summary>
    public static void UseMetrics(this WebApplication app) => app.UseMiddleware<ProtocolMetricsMiddleware>();
}
