using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

internal static class OtlpConfiguration
{
    private const string DefaultEndpoint = "http://localhost:18889";

    /// <summary>The variables that the real Aspire sets, so that a service sees no difference.</summary>
    public static IResourceBuilder<ProjectResource> WithTelemetry(this IResourceBuilder<ProjectResource> project)
    {
        var configuration = project.ApplicationBuilder.Configuration;
        var grpc = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"];
        var http = configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"];
        var grpcOrDefault = grpc is { Length: > 0 } ? grpc : DefaultEndpoint;
        var overHttp = string.IsNullOrEmpty(grpc) && !string.IsNullOrEmpty(http);
        project
            .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory")
            .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", overHttp ? http : grpcOrDefault)
            .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", overHttp ? "http/protobuf" : "grpc")
            .WithEnvironment("OTEL_SERVICE_NAME", project.Resource.Name)
            .WithEnvironment("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=" + Guid.NewGuid().ToString("N"));
        return project.ApplicationBuilder.Environment.IsDevelopment() ? project.WithEverythingAtOnce() : project;
    }

    /// <summary>In development every span is kept and sent within a second.</summary>
    private static IResourceBuilder<ProjectResource> WithEverythingAtOnce(
        this IResourceBuilder<ProjectResource> project) => project
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true")
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "true")
        .WithEnvironment("OTEL_BLRP_SCHEDULE_DELAY", "1000")
        .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "1000")
        .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "1000")
        .WithEnvironment("OTEL_TRACES_SAMPLER", "always_on")
        .WithEnvironment("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based")
        .WithEnvironment("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true");
}
