using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>
/// Limits what a subject, a client, a server and a tool are asked for, in one step. Before the policy: whoever tries names
/// that he may not use counts, too.
/// </summary>
internal sealed class CallerLimitStage(RateLimiter limiter, IOptions<McpOptions> options) : IMcpStage
{
    private readonly RateLimitOptions _limits = options.Value.Limits;

    private readonly bool _isOn = Enum.GetValues<LimitScope>()
        .Any(scope => scope != LimitScope.Address && options.Value.Limits.Of(scope).IsSet);

    public ValueTask<StageResult> InvokeAsync(McpRequest request)
    {
        // Answers to questions and notifications belong to requests that have been counted.
        if (!_isOn || request.Message is { Kind: not JsonRpcKind.Request })
            return StageResult.Continue;

        return request is { View: { } view, Message: { Method: McpMethods.ToolsCall } }
            ? RoutedAsync(request, view)
            : AcquireAsync(request, request.Server.Name, ToolOf(request));
    }

    private static string? ToolOf(McpRequest request) =>
        request.Message is { Method: McpMethods.ToolsCall, Target: { } tool } ? tool : null;

    /// <summary>A tool is the same one, whichever endpoint it is called at.</summary>
    private async ValueTask<StageResult> RoutedAsync(McpRequest request, IServerView view)
    {
        var routed = await view.RouteAsync(
            Principal.CallerOf(request), request.Message!, request.Body!.Bytes, request.Http.RequestAborted);
        return await AcquireAsync(request, routed?.Server.Name ?? request.Server.Name, routed?.Target);
    }

    private ValueTask<StageResult> AcquireAsync(McpRequest request, string server, string? tool)
    {
        var caller = new LimitCaller
        {
            Subject = request.Caller!.Subject, ClientId = request.Caller.ClientId, Server = server, Tool = tool,
        };
        return LimitStages.AcquireAsync(limiter, request, caller, _limits.Of);
    }
}
