namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>What servers of either era are able to do, as far as the bridge can bring it to a legacy client.</summary>
internal static class ServerCapabilities
{
    private static ReadOnlySpan<byte> TasksExtension => "io.modelcontextprotocol/tasks"u8;

    /// <summary>
    /// Without tasks: as an extension of 2026-07-28 they have no form in this era, and the experimental ones of
    /// 2025-11-25 belong to a session with one server.
    /// </summary>
    public static ReadOnlyMemory<byte> ForLegacy(ReadOnlyMemory<byte> capabilities)
    {
        if (capabilities.IsEmpty)
            return "{}"u8.ToArray();

        var known = JsonMembers.Without(capabilities, "tasks"u8);
        var extensions = JsonMembers.Find(known, "extensions"u8);
        if (extensions.IsEmpty || extensions.Span[0] != (byte)'{')
            return known;

        var left = JsonMembers.Without(extensions, TasksExtension);
        return left.Length == extensions.Length
            ? known
            : JsonMembers.Replace(known.Span, "extensions"u8, left.Span, default, default);
    }
}
