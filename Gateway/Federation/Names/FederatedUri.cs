using System.Buffers;

namespace McpAspire.Gateway.Federation.Names;

/// <summary>
/// URIs of resources in the federation (RFC 3986). The scheme says whose a resource is: <c>memo:x</c> of the server
/// <c>notes</c> is <c>memo+notes:x</c>, and the last '+' separates, because a prefix has none. Pages of the extension
/// for user interfaces have to stay <c>ui://</c>, so there the prefix is the authority: <c>ui://notes/…</c>.
/// A template (RFC 6570) is changed in its literal scheme alone: it stays one, and what is made of it leads back.
/// </summary>
internal static class FederatedUri
{
    private const string Apps = "ui://";

    /// <summary>The scheme of what has none of its own: the whole of it, percent-encoded, follows.</summary>
    private const string Bare = "mcp-bare";

    private static readonly SearchValues<char> SchemeLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    /// <summary>The URI in the federation, for any text that a server calls a URI.</summary>
    public static string Of(string prefix, string uri)
    {
        if (uri.StartsWith(Apps, StringComparison.Ordinal))
            return $"{Apps}{prefix}/{uri.AsSpan(Apps.Length)}";

        return HasScheme(uri, out var scheme)
            ? $"{scheme}+{prefix}{uri.AsSpan(scheme.Length)}"
            : $"{Bare}+{prefix}:{Uri.EscapeDataString(uri)}";
    }

    /// <summary>Whether a template says whose it is before its first variable; others cannot be told apart.</summary>
    public static bool IsTemplate(string template) => HasScheme(template, out _);

    /// <summary>
    /// Takes a URI of the federation apart. Every other spelling of the same is refused, so that a rule about a
    /// resource cannot be got around by another name for it.
    /// </summary>
    public static bool TryParse(string uri, out string prefix, out string own)
    {
        (prefix, own) = ("", "");
        if (uri.StartsWith(Apps, StringComparison.Ordinal))
        {
            var end = uri.IndexOf('/', Apps.Length);
            if (end < 0)
                return false;
            prefix = uri[Apps.Length..end];
            own = string.Concat(Apps, uri.AsSpan(end + 1));
            return true;
        }

        var scheme = Scheme(uri);
        var plus = scheme.LastIndexOf('+');
        if (plus <= 0)
            return false;

        prefix = scheme[(plus + 1)..].ToString();
        var rest = uri.AsSpan(scheme.Length);
        own = scheme[..plus].SequenceEqual(Bare)
            ? Uri.UnescapeDataString(rest[1..].ToString())
            : string.Concat(scheme[..plus], rest);
        return Of(prefix, own) == uri;
    }

    private static bool HasScheme(string uri, out ReadOnlySpan<char> scheme)
    {
        scheme = Scheme(uri);
        return scheme.Length > 0 && !scheme.Equals(Bare, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>RFC 3986 section 3.1; empty if there is none.</summary>
    private static ReadOnlySpan<char> Scheme(string uri)
    {
        var end = uri.AsSpan().IndexOfAnyExcept(SchemeLetters);
        return end > 0 && uri[end] == ':' && char.IsAsciiLetter(uri[0]) ? uri.AsSpan(0, end) : default;
    }
}
