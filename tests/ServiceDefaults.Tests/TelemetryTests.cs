using System.Diagnostics;
using McpAspire.ServiceDefaults.Tests.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace McpAspire.ServiceDefaults.Tests;

public sealed class TelemetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Traces_metrics_and_logs_reach_the_endpoint_that_the_environment_names(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var service = await StartAsync(receiver, protocol);
        using var client = new HttpClient { BaseAddress = service.Address };

        await client.GetStringAsync("/job", Cancellation);
        Flush(service);

        Assert.Equal(["logs", "metrics", "traces"], receiver.Signals.Order());
        var span = Assert.Single(receiver.Spans, span => span["url.path"] == "/job");
        Assert.Equal("sample", span.Service);
        Assert.Equal("200", span["http.response.status_code"]);
    }

    [Fact]
    public async Task A_caller_and_a_called_service_share_one_trace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var called = await StartAsync(receiver, "grpc");
        await using var caller = await StartAsync(
            receiver, "grpc", new() { ["services:called:http:0"] = called.Address.Authority }, app =>
                app.MapGet("/relay", (IHttpClientFactory clients) =>
                    clients.CreateClient().GetStringAsync("http://called/job", Cancellation)));
        using var client = new HttpClient { BaseAddress = caller.Address };

        Assert.Equal("done", await client.GetStringAsync("/relay", Cancellation));
        Flush(caller);
        Flush(called);

        // Activity sources belong to the process, so that here each of the two exports the spans of both.
        var spans = receiver.Spans.DistinctBy(span => span.SpanId).ToList();
        var relay = Assert.Single(spans, span => span["url.path"] == "/relay");
        var job = Assert.Single(spans, span => span["url.path"] == "/job");
        var request = Assert.Single(spans, span => span.SpanId == job.ParentSpanId);
        Assert.Equal(relay.TraceId, job.TraceId);
        Assert.Equal(relay.SpanId, request.ParentSpanId);
    }

    [Fact]
    public async Task Sources_of_the_application_and_of_the_MCP_library_are_exported()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var service = await StartAsync(receiver, "grpc");
        using var own = new ActivitySource("McpAspire.Anything");
        using var library = new ActivitySource("Experimental.ModelContextProtocol");
        using var foreign = new ActivitySource("Somebody.Else");

        foreach (var source in new[] { own, library, foreign }) source.StartActivity($"by {source.Name}")?.Dispose();
        Flush(service);

        var names = receiver.Spans.Select(span => span.Name).ToList();
        Assert.Contains("by McpAspire.Anything", names);
        Assert.Contains("by Experimental.ModelContextProtocol", names);
        Assert.DoesNotContain("by Somebody.Else", names);
    }

    [Fact]
    public async Task Health_probes_are_not_traced()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var service = await StartAsync(receiver, "grpc");
        using var client = new HttpClient { BaseAddress = service.Address };

        await client.GetStringAsync("/health", Cancellation);
        await client.GetStringAsync("/alive", Cancellation);
        await client.GetStringAsync("/job", Cancellation);
        Flush(service);

        var paths = receiver.Spans.Select(span => span["url.path"]).OfType<string>().ToList();
        Assert.Contains("/job", paths);
        Assert.DoesNotContain("/health", paths);
        Assert.DoesNotContain("/alive", paths);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_exported_and_no_span_is_made()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var service = await TestService.StartAsync(map: MapJob);
        using var client = new HttpClient { BaseAddress = service.Address };

        Assert.Equal("done", await client.GetStringAsync("/job", Cancellation));

        Assert.Empty(receiver.Signals);
        Assert.Null(service.Services.GetService<TracerProvider>());
        Assert.Null(service.Services.GetService<MeterProvider>());
        Assert.Null(service.Services.GetService<LoggerProvider>());
    }

    private static Task<TestService> StartAsync(
        OtlpReceiver receiver,
        string protocol,
        Dictionary<string, string?>? more = null,
        Action<WebApplication>? map = null)
    {
        var settings = new Dictionary<string, string?>(more ?? [])
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = protocol == "grpc" ? receiver.GrpcEndpoint : receiver.HttpEndpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_SERVICE_NAME"] = "sample",
        };
        return TestService.StartAsync(map: map ?? MapJob, settings: settings);
    }

    private static void MapJob(WebApplication app) => app.MapGet("/job", (ILogger<TelemetryTests> logger) =>
    {
        logger.LogInformation("Done.");
        return "done";
    });

    private static void Flush(TestService service)
    {
        service.Services.GetRequiredService<TracerProvider>().ForceFlush();
        service.Services.GetRequiredService<MeterProvider>().ForceFlush();
        service.Services.GetRequiredService<LoggerProvider>().ForceFlush();
    }
}
