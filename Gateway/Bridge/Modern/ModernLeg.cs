using McpAspire.Gateway.Bridge.Modern.Listen;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>
/// Answers clients of 2026-07-28: each request stands for itself, says what its client is able to do, and is cancelled
/// by closing its stream (SEP-2575).
/// </summary>
internal sealed class ModernLeg(Discovery discovery, Lists lists, Calls calls, Listening listening)
{
    /// <summary>Answers the request; or says why not, and has written nothing but notifications.</summary>
    public Task<Refusal?> AnswerAsync(McpRequest request, IServerView view, Reply reply)
    {
        if (request.Message is not { } message)
            return Refuse(ModernRefusals.PostOnly);
        if (message.Kind == JsonRpcKind.Response)
            return Refuse(ModernRefusals.NoResponses);
        if (message.Kind == JsonRpcKind.Notification)
            return Accept(request);
        if (message.ProtocolVersion != ProtocolVersion.Modern)
            return Refuse(ModernRefusals.UnsupportedVersion(message.ProtocolVersion ?? ""));
        // What it says has been looked at; only here it has to say something.
        if (request.Http.Request.Headers.Accept.Count == 0)
            return Refuse(Refusals.NotAcceptable);
        if (!ModernParameters.TryRead(request.Body!.Bytes[message.Content], out var parameters, out var refusal))
            return Refuse(refusal);

        return AnswerAsync(new ModernRequest(request, view, reply, parameters));
    }

    private Task<Refusal?> AnswerAsync(ModernRequest request) => request.Method switch
    {
        McpMethods.ToolsCall or McpMethods.PromptsGet or McpMethods.ResourcesRead or "completion/complete"
            or "tasks/get" or "tasks/update" or "tasks/cancel" => calls.AnswerAsync(request),
        "tools/list" or "prompts/list" or "resources/list" or "resources/templates/list" => lists.AnswerAsync(request),
        McpMethods.SubscriptionsListen => listening.AnswerAsync(request),
        "server/discover" => discovery.AnswerAsync(request),
        _ => Refuse(ModernRefusals.UnknownMethod),
    };

    /// <summary>Nothing that a client may notify of concerns a server of this era.</summary>
    private static Task<Refusal?> Accept(McpRequest request)
    {
        request.Http.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.FromResult<Refusal?>(null);
    }

    private static Task<Refusal?> Refuse(Refusal refusal) => Task.FromResult<Refusal?>(refusal);
}
