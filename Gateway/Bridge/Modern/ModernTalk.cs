using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>What a server says while it works on a request, on its way into the client's stream.</summary>
internal sealed class ModernTalk(ModernRequest request, McpServer server) : IUpstreamTalk
{
    private static readonly ReadOnlyMemory<byte> NotAsked =
        RpcText.Error(JsonRpcErrorCode.MethodNotFound, "Nobody answers requests here.");

    /// <summary>Progress only if the client gave a token for it, logs only if it named a level (SEP-2575).</summary>
    public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters)
    {
        if (method == "notifications/progress")
        {
            return request.Parameters.ProgressToken is { IsEmpty: false } token && !parameters.IsEmpty
                ? NotifyAsync(method, JsonMembers.Replace(
                    parameters.Span, "progressToken"u8, token.Span, default, default))
                : default;
        }

        var isWanted = method == "notifications/message" && request.Parameters.Wants(LevelOf(parameters.Span));
        return isWanted ? NotifyAsync(method, parameters) : default;
    }

    /// <summary>No server of this era may ask in a stream; what it wants to know is part of its result.</summary>
    public Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken) =>
        Task.FromResult(new UpstreamAnswer(isError: true, NotAsked));

    private ValueTask NotifyAsync(string method, ReadOnlyMemory<byte> parameters) => new(
        request.Reply.NotifyAsync(method, request.View.ToEndpoint(request.Caller, server, method, parameters)));

    private static string LevelOf(ReadOnlySpan<byte> parameters)
    {
        if (parameters.IsEmpty)
            return "";

        var members = new JsonMembers(parameters);
        while (members.Next())
        {
            if (members.Is("level"u8))
                return members.Kind == System.Text.Json.JsonTokenType.String ? members.Text() : "";
        }

        return "";
    }
}
