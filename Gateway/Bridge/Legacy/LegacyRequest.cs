using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>One message of a client within its session, with what answers it.</summary>
internal sealed class LegacyRequest(McpRequest origin, IServerView view, Reply reply, LegacySession session)
{
    public McpRequest Origin { get; } = origin;

    public IServerView View { get; } = view;

    public Reply Reply { get; } = reply;

    public LegacySession Session { get; } = session;

    public JsonRpcMessage Message { get; } = origin.Message!;

    public string Method { get; } = origin.Message!.Method ?? "";

    public ReadOnlyMemory<byte> Body { get; } = origin.Body!.Bytes;

    /// <summary>The object <c>params</c>; empty for none.</summary>
    public ReadOnlyMemory<byte> Parameters => Body[Message.Content];

    /// <summary>As JSON, quotes included.</summary>
    public ReadOnlyMemory<byte> Id => Body[Message.Id];

    /// <summary>As JSON, in the type that the client gave it; empty if no progress is wanted.</summary>
    public ReadOnlyMemory<byte> ProgressToken { get; } = ProgressTokenOf(origin);

    private static ReadOnlyMemory<byte> ProgressTokenOf(McpRequest origin)
    {
        var meta = origin.Body!.Bytes[origin.Message!.Meta];
        return meta.IsEmpty ? default : JsonMembers.Find(meta, "progressToken"u8);
    }
}
