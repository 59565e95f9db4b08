using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Messages;

/// <summary>
/// Writes <c>_meta</c> for a leg: its own version, the caller's name and capabilities, its own progress token; whatever
/// else the caller put there (traceparent, and what extensions use) stays.
/// </summary>
internal static class MetaText
{
    public static void Append(PooledBody text, ReadOnlySpan<byte> meta, UpstreamCall call, long id, McpEra era)
    {
        var separator = "{"u8;
        if (era == McpEra.Modern)
        {
            AppendCaller(text, call.Caller);
            separator = ","u8;
        }

        if (call.WantsProgress)
        {
            text.Append(separator);
            text.Append("\"progressToken\":"u8);
            RequestText.AppendNumber(text, id);
            separator = ","u8;
        }

        var members = new JsonMembers(meta);
        while (members.Next())
        {
            if (BelongsToLeg(members))
                continue;

            text.Append(separator);
            text.Append(meta[members.Start..members.Value().End]);
            separator = ","u8;
        }

        text.Append(separator[0] == '{' ? "{}"u8 : "}"u8);
    }

    private static void AppendCaller(PooledBody text, UpstreamCaller caller)
    {
        text.Append("{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\""u8);
        text.Append(",\"io.modelcontextprotocol/clientInfo\":"u8);
        text.Append(caller.ClientInfo.IsEmpty ? RequestText.OwnName.Span : caller.ClientInfo.Span);
        text.Append(",\"io.modelcontextprotocol/clientCapabilities\":"u8);
        text.Append(caller.Capabilities.IsEmpty ? "{}"u8 : caller.Capabilities.Span);
        if (caller.LogLevel is not { } level)
            return;

        text.Append(",\"io.modelcontextprotocol/logLevel\":"u8);
        RequestText.AppendText(text, level);
    }

    private static bool BelongsToLeg(in JsonMembers members) =>
        members.Is("io.modelcontextprotocol/protocolVersion"u8)
        || members.Is("io.modelcontextprotocol/clientInfo"u8)
        || members.Is("io.modelcontextprotocol/clientCapabilities"u8)
        || members.Is("io.modelcontextprotocol/logLevel"u8)
        || members.Is("progressToken"u8);
}
