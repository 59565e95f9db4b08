using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Errors of servers of either era, as a client of the revisions up to 2025-11-25 understands them.</summary>
internal static class LegacyErrors
{
    /// <summary>
    /// A resource that does not exist had a code of its own until 2026-07-28 (SEP-2164), and reading one has nothing
    /// else that could be wrong. The codes of that revision mean nothing to older clients.
    /// </summary>
    public static ReadOnlyMemory<byte> Of(string method, ReadOnlyMemory<byte> error) => RpcError.CodeOf(error.Span) switch
    {
        JsonRpcErrorCode.InvalidParams when method == McpMethods.ResourcesRead => WithCode(error, "-32002"u8),
        JsonRpcErrorCode.MissingCapability => WithCode(error, "-32600"u8),
        JsonRpcErrorCode.HeaderMismatch or JsonRpcErrorCode.UnsupportedVersion => WithCode(error, "-32603"u8),
        _ => error,
    };

    private static ReadOnlyMemory<byte> WithCode(ReadOnlyMemory<byte> error, ReadOnlySpan<byte> code) =>
        JsonMembers.Replace(error.Span, "code"u8, code, default, default);
}
