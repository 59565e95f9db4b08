using System.Buffers;

namespace McpAspire.Identity.OAuth.Resources;

/// <summary>The one form in which a resource URI is compared and written into tokens.</summary>
internal static class ResourceUri
{
    /// <summary>
    /// Escapes, backslashes and the like have two readings, and the gateway might take the other one.
    /// </summary>
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/");

    /// <summary>
    /// Scheme and host in lower case, no default port, no slash at the end (clients differ about it; RFC 3986, section
    /// 6.2). Null for what is no http URL, or has a query, a fragment (RFC 8707, section 2) or a path of two readings.
    /// </summary>
    public static string? Normalize(string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.UserInfo.Length > 0)
        {
            return null;
        }

        var start = value.IndexOf("//", StringComparison.Ordinal) + 2;
        var slash = value.IndexOf('/', start);
        var path = slash < 0 ? string.Empty : value[slash..].TrimEnd('/');
        var authority = slash < 0 ? value[start..] : value[start..slash];
        if (authority.AsSpan().ContainsAny("?#\\@%") || path.AsSpan().ContainsAnyExcept(PathCharacters)
            || path.Split('/').Skip(1).Any(segment => segment is "" or "." or ".."))
        {
            return null;
        }

        return uri.GetLeftPart(UriPartial.Authority) + path;
    }
}
