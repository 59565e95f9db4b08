using System.Diagnostics;
using System.Diagnostics.Metrics;
using McpAspire.Gateway.Protocol;
using Microsoft.AspNetCore.Http.Features;

namespace McpAspire.Gateway.Pipeline;

/// <summary>Spans and counts by the OpenTelemetry conventions for MCP; never an argument, never a token.</summary>
internal sealed class GatewayTelemetry : IDisposable
{
    public const string Name = "McpAspire.Gateway";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;

    public GatewayTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _requests = _meter.CreateCounter<long>(
            "mcpaspire.gateway.requests", "{request}", "Requests by server, method and outcome");
    }

    /// <summary>For work that no request asked for.</summary>
    public ActivitySource Source { get; } = new(Name);

    /// <summary>Says on the request's own span what the message asks for.</summary>
    public void Describe(McpRequest request)
    {
        if (request.Message is not { Method: { } method } message
            || request.Http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
            return;

        span.SetTag("mcp.method.name", method);
        if (message.ProtocolVersion is { } version)
            span.SetTag("mcp.protocol.version", version);

        // The target of a resource is a URI with whatever the server puts there; it stays out of traces.
        if (method == McpMethods.ToolsCall)
        {
            span.SetTag("gen_ai.operation.name", "execute_tool");
            span.SetTag("gen_ai.tool.name", message.Target);
        }
        else if (method == McpMethods.PromptsGet)
        {
            span.SetTag("gen_ai.prompt.name", message.Target);
        }
    }

    public void Forwarded(McpRequest request) => Count(request.Http, request, "forwarded");

    public void Bridged(McpRequest request) => Count(request.Http, request, "bridged");

    public void Cancelled(McpRequest request) => Count(request.Http, request, "cancelled");

    public void Refused(HttpContext http, McpRequest? request, Refusal refusal)
    {
        http.Features.Get<IHttpActivityFeature>()?.Activity.SetTag("error.type", refusal.Reason);
        Count(http, request, refusal.Reason);
    }

    public void Dispose()
    {
        Source.Dispose();
        _meter.Dispose();
    }

    /// <summary>Names that a caller may choose freely would make a series each.</summary>
    private static string MethodOf(HttpContext http, McpRequest? request)
    {
        if (request?.Message is { Method: { } method })
            return McpMethods.Known.Contains(method) ? method : "_OTHER";
        if (HttpMethods.IsGet(http.Request.Method))
            return HttpMethods.Get;

        return HttpMethods.IsDelete(http.Request.Method) ? HttpMethods.Delete : "none";
    }

    private void Count(HttpContext http, McpRequest? request, string outcome)
    {
        if (request is not null)
            request.Outcome = outcome;
        if (!_requests.Enabled)
            return;

        _requests.Add(
            1,
            new KeyValuePair<string, object?>("mcp.server", request?.Server.Name ?? "none"),
            new KeyValuePair<string, object?>("mcp.method.name", MethodOf(http, request)),
            new KeyValuePair<string, object?>("mcp.era", request?.Era.ToString() ?? "none"),
            new KeyValuePair<string, object?>("outcome", outcome));
    }
}
