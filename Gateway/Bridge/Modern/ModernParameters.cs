using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>What the gateway itself reads of a request's <c>params</c>; slices of the received bytes.</summary>
internal sealed class ModernParameters
{
    /// <summary>The whole object.</summary>
    public ReadOnlyMemory<byte> Json { get; private init; }

    public ReadOnlyMemory<byte> Capabilities { get; private set; }

    public ReadOnlyMemory<byte> ClientInfo { get; private set; }

    /// <summary>The least severe log message wanted; none without it (SEP-2575).</summary>
    public string? LogLevel { get; private set; }

    /// <summary>With quotes, if it is a string; empty if no progress is wanted.</summary>
    public ReadOnlyMemory<byte> ProgressToken { get; private set; }

    public string? Cursor { get; private set; }

    /// <summary>As JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> InputResponses { get; private set; }

    public string? RequestState { get; private set; }

    /// <summary>The filter of <c>subscriptions/listen</c>, as JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Notifications { get; private set; }

    public static bool TryRead(
        ReadOnlyMemory<byte> json,
        [NotNullWhen(true)] out ModernParameters? parameters,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        parameters = new ModernParameters { Json = json };
        refusal = json.IsEmpty ? ModernRefusals.NoCapabilities : parameters.Read(json);
        if (refusal is null && parameters.Capabilities.IsEmpty)
            refusal = ModernRefusals.NoCapabilities;
        return refusal is null;
    }

    /// <summary>Whether a log message is severe enough for this request.</summary>
    public bool Wants(string level) =>
        LogLevel is not null && LogSeverity.Includes(LogLevel, level);

    private Refusal? Read(ReadOnlyMemory<byte> json)
    {
        var members = new JsonMembers(json.Span);
        while (members.Next())
        {
            var value = json[members.Value];
            Refusal? refusal = null;
            if (members.Is("_meta"u8))
                refusal = ReadMeta(value);
            else if (members.Is("cursor"u8))
                refusal = members.Kind == JsonTokenType.String ? Set(Cursor = members.Text()) : ModernRefusals.BadCursor;
            else if (members.Is("requestState"u8))
                refusal = members.Kind == JsonTokenType.String
                    ? Set(RequestState = members.Text())
                    : ModernRefusals.BadState;
            else if (members.Is("inputResponses"u8))
                refusal = members.Kind == JsonTokenType.StartObject
                    ? Set(InputResponses = value)
                    : ModernRefusals.BadInputResponses;
            else if (members.Is("notifications"u8))
                Notifications = value;

            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    private Refusal? ReadMeta(ReadOnlyMemory<byte> meta)
    {
        var members = new JsonMembers(meta.Span);
        while (members.Next())
        {
            var value = meta[members.Value];
            var isFit = true;
            if (members.Is("io.modelcontextprotocol/clientCapabilities"u8))
                (isFit, Capabilities) = (members.Kind == JsonTokenType.StartObject, value);
            else if (members.Is("io.modelcontextprotocol/clientInfo"u8))
                (isFit, ClientInfo) = (members.Kind == JsonTokenType.StartObject, value);
            else if (members.Is("io.modelcontextprotocol/logLevel"u8))
                isFit = members.Kind == JsonTokenType.String && (LogLevel = LogSeverity.Find(members.Text())) is not null;
            else if (members.Is("progressToken"u8))
                (isFit, ProgressToken) = (members.Kind is JsonTokenType.String or JsonTokenType.Number, value);

            if (!isFit)
                return ModernRefusals.BadMeta;
        }

        return null;
    }

    private static Refusal? Set<T>(T _) => null;
}
