using System.Text.Json;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Answers the requests of a session by their method.</summary>
internal sealed class Requests(Responder responder, ServerCalls calls, SessionRequests own)
{
    public Task<Refusal?> AnswerAsync(LegacyRequest request) => request.Method switch
    {
        McpMethods.ToolsCall or McpMethods.PromptsGet or McpMethods.ResourcesRead or "completion/complete" =>
            responder.AnswerAsync(request, (exchange, cancelled) => calls.CallAsync(request, exchange, cancelled)),
        "tools/list" or "prompts/list" or "resources/list" or "resources/templates/list" => ListAsync(request),
        "ping" => SessionRequests.AnswerAsync(request),
        "logging/setLevel" => own.SetLevelAsync(request),
        "resources/subscribe" => own.SubscribeAsync(request),
        "resources/unsubscribe" => own.UnsubscribeAsync(request),
        _ => Task.FromResult<Refusal?>(LegacyRefusals.UnknownMethod),
    };

    private Task<Refusal?> ListAsync(LegacyRequest request) =>
        TryReadCursor(request.Parameters, out var cursor)
            ? responder.AnswerAsync(request, (_, cancelled) =>
                request.View.ListAsync(request.Session.Caller, request.Method, cursor, shows: null, cancelled))
            : Task.FromResult<Refusal?>(LegacyRefusals.BadCursor);

    private static bool TryReadCursor(ReadOnlyMemory<byte> parameters, out string? cursor)
    {
        cursor = null;
        var value = parameters.IsEmpty ? default : JsonMembers.Find(parameters, "cursor"u8);
        if (value.IsEmpty)
            return true;

        var reader = new Utf8JsonReader(value.Span);
        reader.Read();
        cursor = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return cursor is not null;
    }
}
