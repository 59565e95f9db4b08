using System.Diagnostics.CodeAnalysis;

namespace McpAspire.Identity.Perimeter;

/// <summary>
/// The configured origin. Every address that this service states is built from it, never from a request.
/// </summary>
internal sealed class PublicOrigin
{
    private PublicOrigin(Uri uri)
    {
        Uri = uri;
        // RFC 8414, section 3.3: clients compare the issuer as a string, and write an origin without the final slash.
        Issuer = uri.GetLeftPart(UriPartial.Authority);
        Host = HostString.FromUriComponent(uri);
    }

    public Uri Uri { get; }

    /// <summary>The issuer: scheme, host and port, without a slash at the end.</summary>
    public string Issuer { get; }

    public HostString Host { get; }

    public bool IsHttps => Uri.Scheme == Uri.UriSchemeHttps;

    public CookieSecurePolicy CookieSecurity => IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;

    /// <summary>
    /// The <c>__Host-</c> prefix keeps siblings of the host from setting the cookie. Browsers accept it over https
    /// only, so plain http on loopback does without.
    /// </summary>
    public string CookieName(string name) => IsHttps ? $"__Host-{name}" : name;

    public string Absolute(string path) => Issuer + path;

    public static bool TryParse(
        string value,
        [NotNullWhen(true)] out PublicOrigin? origin,
        [NotNullWhen(false)] out string? problem)
    {
        origin = null;
        problem = Uri.TryCreate(value, UriKind.Absolute, out var uri) ? ProblemOf(value, uri) : "which is not a URL";
        if (problem is not null)
            return false;

        origin = new PublicOrigin(uri!);
        return true;
    }

    private static string? ProblemOf(string value, Uri uri)
    {
        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            return "which is neither https nor http";
        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
            return "which is http on a host that is not loopback: use https, or http://localhost with a port";
        if (!string.Equals(uri.GetLeftPart(UriPartial.Authority), value, StringComparison.OrdinalIgnoreCase)
            || uri.UserInfo.Length > 0)
        {
            return $"which is more than an origin: write {uri.Scheme}://{uri.Authority}, without path and final slash";
        }

        return null;
    }
}
