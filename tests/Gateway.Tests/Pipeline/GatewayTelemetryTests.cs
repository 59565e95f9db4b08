using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Pipeline;

public sealed class GatewayTelemetryTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Fact]
    public async Task A_call_is_described_on_the_span_of_its_request_and_the_trace_reaches_the_backend()
    {
        var trace = ActivityTraceId.CreateRandom();
        using var request = Rpc.Modern(Rpc.ModernCall, "tools/call", "echo").With(
            ("traceparent", $"00-{trace}-00f067aa0ba902b7-01"), ("tracestate", "vendor=1"));
        using var spans = new SpanRecorder(trace);

        using var response = await Client.AskAsync(request);
        await response.TextAsync();

        await Eventually.HoldsAsync(() => spans.Server is not null, "the request's span has ended");
        Assert.Equal("tools/call", spans.Server!.GetTagItem("mcp.method.name"));
        Assert.Equal("echo", spans.Server.GetTagItem("gen_ai.tool.name"));
        Assert.Equal("execute_tool", spans.Server.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("2026-07-28", spans.Server.GetTagItem("mcp.protocol.version"));
        Assert.DoesNotContain(spans.Server.TagObjects, tag => $"{tag.Value}".Contains("private words"));
        var received = Gateway.Backend.Single().Headers;
        Assert.StartsWith($"00-{trace}-", received["traceparent"]);
        Assert.DoesNotContain("00f067aa0ba902b7", received["traceparent"]);
        Assert.Equal("vendor=1", received["tracestate"]);
    }

    [Fact]
    public async Task A_refusal_is_an_error_of_the_span()
    {
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new SpanRecorder(trace);
        using var client = Gateway.CreateClient();

        using var response = await client.AskAsync(
            Rpc.Post(Rpc.LegacyCall, ("traceparent", $"00-{trace}-00f067aa0ba902b7-01")));

        await Eventually.HoldsAsync(() => spans.Server is not null, "the request's span has ended");
        Assert.Equal("token_missing", spans.Server!.GetTagItem("error.type"));
    }

    [Fact]
    public async Task Requests_are_counted_by_outcome_and_invented_methods_make_no_new_series()
    {
        var counted = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "mcpaspire.gateway.requests")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
            counted.Enqueue(string.Join(' ', tags.ToArray().Select(tag => tag.Value))));
        listener.Start();

        using var call = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        using var invented = await Client.AskAsync(Rpc.Post("""{"jsonrpc":"2.0","id":1,"method":"x/1234"}"""));
        using var malformed = await Client.AskAsync(Rpc.Post("{"));

        await Eventually.HoldsAsync(() => counted.Count >= 3, "three requests are counted");
        Assert.Contains("everything tools/call Legacy forwarded", counted);
        Assert.Contains("everything _OTHER Legacy forwarded", counted);
        Assert.Contains("everything none Legacy malformed_message", counted);
    }

    private sealed class SpanRecorder : IDisposable
    {
        private readonly ActivityListener _listener;

        public SpanRecorder(ActivityTraceId trace)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or GatewayTelemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    // The scripted backend is an ASP.NET Core application in this process as well.
                    if (activity.TraceId == trace && activity.ParentSpanId.ToHexString() == "00f067aa0ba902b7")
                        Server = activity;
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public Activity? Server { get; private set; }

        public void Dispose() => _listener.Dispose();
    }
}
