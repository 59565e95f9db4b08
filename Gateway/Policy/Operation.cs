using McpAspire.Gateway.Federation.Views;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Policy.Variables;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Policy;

/// <summary>What a request does, as far as a policy has a say in it.</summary>
/// <param name="Method">The JSON-RPC method, or <c>GET</c> for the stream of a legacy session.</param>
/// <param name="Kind">What it acts on; null where every caller may, or each item of the answer is judged.</param>
/// <param name="Name">The name, URI or id at the endpoint.</param>
internal readonly record struct Operation(string Method, TargetKind? Kind, string Name = "")
{
    /// <summary>What everybody may who may talk to the server at all.</summary>
    public static readonly Operation Free = new("", null);

    public static Operation Of(McpRequest request)
    {
        if (request.Message is not { } message)
            return HttpMethods.IsGet(request.Http.Request.Method) ? new Operation("GET", TargetKind.Server) : Free;
        if (message is not { Kind: JsonRpcKind.Request, Method: { } method })
            return Free;

        var target = message.Target ?? "";
        return method switch
        {
            McpMethods.Initialize or "ping" or "server/discover" => Free,
            "tools/list" or "prompts/list" or "resources/list" or "resources/templates/list" => new(method, null),
            McpMethods.ToolsCall => new(method, TargetKind.Tool, target),
            McpMethods.PromptsGet => new(method, TargetKind.Prompt, target),
            McpMethods.ResourcesRead or "resources/subscribe" or "resources/unsubscribe" =>
                new(method, TargetKind.Resource, target),
            "tasks/get" or "tasks/update" or "tasks/cancel" or "tasks/result" => new(method, TargetKind.Task, target),
            McpMethods.CompletionComplete => Completion(request, message),
            _ => new(method, TargetKind.Server),
        };
    }

    private static Operation Completion(McpRequest request, JsonRpcMessage message) =>
        CompletionReference.Find(request.Body!.Bytes.Span[message.Content]) is { } reference
            ? new(message.Method!, reference.IsPrompt ? TargetKind.Prompt : TargetKind.Resource, reference.Text)
            : new(message.Method!, TargetKind.Server);
}
