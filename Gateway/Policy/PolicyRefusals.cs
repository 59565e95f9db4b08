using McpAspire.Gateway.Bridge.Legacy;
using McpAspire.Gateway.Bridge.Modern;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Policy;

/// <summary>What a caller hears of a decision: as little as of what does not exist.</summary>
internal static class PolicyRefusals
{
    public const string Reason = "policy";

    /// <summary>A client takes it for a server that has no stream, and goes on without one.</summary>
    public static readonly Refusal NoStream = new(
        StatusCodes.Status405MethodNotAllowed, JsonRpcErrorCode.ServerError, "Method not allowed.", Reason)
    {
        Allow = "POST, DELETE, OPTIONS",
    };

    /// <summary>The same text as the name that nothing has.</summary>
    public static Refusal Hidden(McpRequest request, Operation operation)
    {
        if (operation.Method == HttpMethods.Get)
            return NoStream;

        var isModern = request.Era == McpEra.Modern;
        var unknown = operation.Method switch
        {
            McpMethods.ToolsCall => isModern ? ModernRefusals.UnknownTool : LegacyRefusals.UnknownTarget(operation.Method),
            McpMethods.PromptsGet => isModern ? ModernRefusals.UnknownPrompt : LegacyRefusals.UnknownTarget(operation.Method),
            McpMethods.ResourcesRead or "resources/subscribe" or "resources/unsubscribe" =>
                isModern ? ModernRefusals.UnknownResource : LegacyRefusals.UnknownResource,
            McpMethods.CompletionComplete =>
                isModern ? ModernRefusals.UnknownReference : LegacyRefusals.UnknownTarget(operation.Method),
            "tasks/get" or "tasks/update" or "tasks/cancel" or "tasks/result" =>
                ModernRefusals.UnknownTask,
            _ => isModern ? ModernRefusals.UnknownMethod : LegacyRefusals.UnknownMethod,
        };
        return unknown with { Reason = Reason };
    }
}
