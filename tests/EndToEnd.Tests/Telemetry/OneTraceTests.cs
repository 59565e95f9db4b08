using System.Net;
using McpAspire.EndToEnd.Tests.Attacks;
using McpAspire.EndToEnd.Tests.Stacks;
using McpAspire.ServiceDefaults.Tests.Otlp;
using McpAspire.Shared;

namespace McpAspire.EndToEnd.Tests.Telemetry;

/// <summary>A tool call is one trace, from the gateway's door to the backend's tool.</summary>
public sealed class OneTraceTests(StackFixture fixture)
{
    private const string MethodAttribute = "mcp.method.name";
    private const string ToolAttribute = "gen_ai.tool.name";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tool_call_is_one_trace_across_gateway_and_backend()
    {
        var tokens = await fixture.Stack.SignInAsync(Cancellation);
        // The client's own trace continues in ours (W3C Trace Context), which also tells it from all others.
        var traceId = Guid.NewGuid().ToString("N");
        using var request = McpRequest.CallTool(fixture.Stack.McpUrl, tokens.AccessToken);
        request.Headers.Add("traceparent", $"00-{traceId}-00f067aa0ba902b7-01");

        using var response = await fixture.Stack.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Eventually.HoldsAsync(
            () => Named(traceId, "gateway").Any() && Named(traceId, "everything").Any(),
            "gateway and backend both report the tool call in the trace of the client");
        AssertConnected(Trace(traceId), "everything");
    }

    private IEnumerable<OtlpSpan> Trace(string traceId) =>
        fixture.Telemetry.Spans.Where(span => span.TraceId == traceId);

    /// <summary>The spans of a service that say which method and which tool.</summary>
    private IEnumerable<OtlpSpan> Named(string traceId, string service) => Trace(traceId).Where(span =>
        span.Service == service && span[MethodAttribute] == "tools/call" && span[ToolAttribute] == McpRequest.Tool);

    /// <summary>From the tool in the backend, parent by parent, the way leads to a span of the gateway.</summary>
    private static void AssertConnected(IEnumerable<OtlpSpan> trace, string backend)
    {
        var spans = trace.ToDictionary(span => span.SpanId);
        var span = spans.Values.First(span => span.Service == backend && span[ToolAttribute] == McpRequest.Tool);
        while (span.Service == backend) span = Assert.Contains(span.ParentSpanId, spans.AsReadOnly());
        Assert.Equal("gateway", span.Service);
    }
}
