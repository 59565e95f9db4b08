namespace McpAspire.Gateway.Upstream;

/// <summary>A notification that belongs to no request.</summary>
/// <param name="Method">Such as <c>notifications/tools/list_changed</c>.</param>
/// <param name="Parameters">The object <c>params</c> in the server's own names; empty for none.</param>
internal sealed record UpstreamNews(string Method, ReadOnlyMemory<byte> Parameters)
{
    /// <summary>Comes first: what happens at the server from now on is heard, or it has no way to tell.</summary>
    public static readonly UpstreamNews Begun = new("", default);
}
