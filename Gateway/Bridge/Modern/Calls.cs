using McpAspire.Gateway.Bridge.Modern.Held;
using McpAspire.Gateway.Bridge.Modern.Inputs;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Routing;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>
/// Requests that one server executes: tools, prompts, resources, completions, tasks. A modern server is called anew
/// for each round of questions; a legacy one is called once, and its call waits (SEP-2322).
/// </summary>
internal sealed class Calls(IUpstreams upstreams, RequestStates states, HeldCalls held)
{
    public async Task<Refusal?> AnswerAsync(ModernRequest request)
    {
        if (await request.View.RouteAsync(request.Caller, request.Message, request.Body, request.Aborted)
            is not { } routed)
            return Unknown(request.Method);

        RequestState? state = null;
        if (request.Parameters.RequestState is { } text && (state = states.Open(request, routed.Server, text)) is null)
            return ModernRefusals.BadState;
        if (InputResponses.Check(request.Parameters.InputResponses.Span, state?.Asked) is { } refusal)
            return refusal;

        var upstream = upstreams.Of(routed.Server);
        var server = await upstream.DescribeAsync(request.Aborted);
        return server.IsModern
            ? await CallModernAsync(request, routed, upstream, server, state)
            : await CallLegacyAsync(request, routed, upstream, server, state);
    }

    private async Task<Refusal?> CallModernAsync(
        ModernRequest request,
        RoutedRequest routed,
        IUpstream upstream,
        UpstreamDescription server,
        RequestState? state)
    {
        var parameters = state is null
            ? routed.Parameters
            : InputRequiredResult.Retry(routed.Parameters, state.Inner);
        var call = new UpstreamCall(request.Caller, request.Method, parameters)
        {
            Target = routed.Target,
            ParameterHeaders = ParameterHeaders.Of(request.Origin.Http.Request.Headers),
            WantsProgress = !request.Parameters.ProgressToken.IsEmpty,
            TakesLarge = true,
        };
        using var answer = await upstream.CallAsync(call, new ModernTalk(request, routed.Server), request.Aborted);
        if (answer.Large is { } large)
        {
            if (await LargeResults.TryPassOnAsync(request, routed.Server, large))
                return null;

            using var gathered = await large.GatherAsync(request.Aborted);
            return await PassOnAsync(request, routed, server, gathered.IsError, gathered.Json);
        }

        return await PassOnAsync(request, routed, server, answer.IsError, answer.Json);
    }

    private async Task<Refusal?> CallLegacyAsync(
        ModernRequest request,
        RoutedRequest routed,
        IUpstream upstream,
        UpstreamDescription server,
        RequestState? state)
    {
        if (request.Method.StartsWith("tasks/", StringComparison.Ordinal))
            return ModernRefusals.UnknownTask;
        if (state is { Held: null } && ElicitationRequired.IsRefused(request.Parameters.InputResponses))
            return ModernRefusals.PageRefused;

        using var outcome = state?.Held is { } reference
            ? await held.ContinueAsync(request, routed, reference)
            : await held.StartAsync(request, InputRequiredResult.WithoutRetry(routed), upstream);
        if (outcome is null)
            return ModernRefusals.TooManyWaiting;
        if (ReferenceEquals(outcome, HeldOutcome.Gone))
            return ModernRefusals.CallHasGone;
        if (outcome.Missing is { } missing)
            return ModernRefusals.MissingCapability(missing);
        if (outcome.Asked is { } keys)
            return await AskAsync(request, routed, server, outcome.Json, keys, outcome.Reference);

        var isPageNeeded = outcome.IsError && RpcError.CodeOf(outcome.Json.Span) == ElicitationRequired.Code;
        return isPageNeeded
            ? await SendToPageAsync(request, routed, server, ElicitationRequired.ToRequests(outcome.Json))
            : await PassOnAsync(request, routed, server, outcome.IsError, outcome.Json);
    }

    /// <summary>Nothing waits meanwhile: the server wants to be called anew.</summary>
    private async Task<Refusal?> SendToPageAsync(
        ModernRequest request, RoutedRequest routed, UpstreamDescription server, ReadOnlyMemory<byte> questions)
    {
        var asked = InputRequests.Read(questions.Span, request.Caller.Capabilities.Span);
        if (asked.Missing is { } missing)
            return ModernRefusals.MissingCapability(missing);

        return asked.IsWellFormed && asked.Keys.Length > 0
            ? await AskAsync(request, routed, server, questions, asked.Keys, held: null)
            : BackendFaults.Unusable;
    }

    private async Task<Refusal?> AskAsync(
        ModernRequest request,
        RoutedRequest routed,
        UpstreamDescription server,
        ReadOnlyMemory<byte> questions,
        string[] keys,
        HeldCallReference? held)
    {
        var text = states.Seal(request, routed.Server, keys, inner: null, held);
        var serverInfo = ServerInfo.Of(routed.Server.Name, server);
        await request.Reply.ResultAsync(InputRequiredResult.Of(questions.Span, text, serverInfo.Span));
        return null;
    }

    private async Task<Refusal?> PassOnAsync(
        ModernRequest request,
        RoutedRequest routed,
        UpstreamDescription server,
        bool isError,
        ReadOnlyMemory<byte> json)
    {
        if (isError)
            return await ModernErrors.AnswerAsync(request.Reply, request.View.ErrorToEndpoint(routed.Server, json));

        json = request.View.ToEndpoint(request.Caller, routed.Server, request.Method, json);
        var result = new ModernResult(request.Method, json.Span, isLegacy: !server.IsModern);
        if (result.IsInputRequired)
            return await AskAsync(request, routed, json);

        var serverInfo = server.IsModern ? default : ServerInfo.Of(routed.Server.Name, server);
        await request.Reply.ResultAsync(result.Complete(json, serverInfo.Span));
        return null;
    }

    /// <summary>Passes questions on: no others than the client can answer, and with a state that only it can use.</summary>
    private async Task<Refusal?> AskAsync(ModernRequest request, RoutedRequest routed, ReadOnlyMemory<byte> result)
    {
        var asked = InputRequests.Read(
            JsonMembers.Find(result, "inputRequests"u8).Span, request.Caller.Capabilities.Span);
        if (asked.Missing is { } missing)
            return ModernRefusals.MissingCapability(missing);
        if (!asked.IsWellFormed || !InputRequiredResult.TryReadState(result, out var inner))
            return BackendFaults.Unusable;

        var text = states.Seal(request, routed.Server, asked.Keys, inner, held: null);
        await request.Reply.ResultAsync(InputRequiredResult.With(result.Span, text));
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
