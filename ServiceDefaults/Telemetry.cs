using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace McpAspire.ServiceDefaults;

/// <summary>Traces, metrics and logs, exported over OTLP where Aspire names an endpoint.</summary>
internal static class Telemetry
{
    /// <summary>The sources of this application and of the libraries that it speaks MCP with.</summary>
    private static readonly string[] Sources = ["McpAspire.*", "Experimental.ModelContextProtocol"];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        // Spans that nobody will see would cost the gateway nearly as much as its own stages.
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Sources))
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName)
                .AddSource(Sources)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsNotHealthProbe)
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    /// <summary>A probe a second from every watcher would bury the requests of people.</summary>
    private static bool IsNotHealthProbe(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(Health.ReadyPath, StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments(Health.AlivePath, StringComparison.Ordinal);
}
