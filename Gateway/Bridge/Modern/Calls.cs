using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>Requests that one server executes: tools, prompts, resources, completions, tasks.</summary>
internal sealed class Calls(IUpstreams upstreams)
{
    public async Task<Refusal?> AnswerAsync(ModernRequest request)
    {
        if (await request.View.RouteAsync(request.Caller, request.Message, request.Body, request.Aborted)
            is not { } routed)
            return Unknown(request.Method);

        var upstream = upstreams.Of(routed.Server);
        var description = await upstream.DescribeAsync(request.Aborted);
        if (!description.IsModern && request.Method.StartsWith("tasks/", StringComparison.Ordinal))
            return ModernRefusals.UnknownTask;

        return await CallAsync(request, routed, upstream, description);
    }

    private async Task<Refusal?> CallAsync(
        ModernRequest request, RoutedRequest routed, IUpstream upstream, UpstreamDescription description)
    {
        using var answer = await upstream.CallAsync(
            CallFor(request, routed), new ModernTalk(request, routed.Server), request.Aborted);
        return await PassOnAsync(request, routed, description, answer);
    }

    private static UpstreamCall CallFor(ModernRequest request, RoutedRequest routed) =>
        new(request.Caller, request.Method, routed.Parameters)
        {
            Target = routed.Target,
            ParameterHeaders = ParameterHeaders.Of(request.Origin.Http.Request.Headers),
            WantsProgress = !request.Parameters.ProgressToken.IsEmpty,
        };

    private static async Task<Refusal?> PassOnAsync(
        ModernRequest request, RoutedRequest routed, UpstreamDescription description, UpstreamAnswer answer)
    {
        if (answer.IsError)
            return await ModernErrors.AnswerAsync(request.Reply, answer.Json);

        var json = request.View.ToEndpoint(request.Caller, routed.Server, request.Method, answer.Json);
        var result = new ModernResult(request.Method, json.Span, isLegacy: !description.IsModern);
        var serverInfo = description.IsModern ? default : ServerInfo.Of(routed.Server.Name, description);
        await request.Reply.ResultAsync(result.Complete(json, serverInfo.Span));
        return null;
    }

    /// <summary>The same for what does not exist and what this caller is not shown.</summary>
    private static Refusal Unknown(string method) => method switch
    {
        McpMethods.ToolsCall => ModernRefusals.UnknownTool,
        McpMethods.PromptsGet => ModernRefusals.UnknownPrompt,
        McpMethods.ResourcesRead => ModernRefusals.UnknownResource,
        "completion/complete" => ModernRefusals.UnknownReference,
        _ => ModernRefusals.UnknownTask,
    };
}
