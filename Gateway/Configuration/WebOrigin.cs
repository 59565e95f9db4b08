using System.Diagnostics.CodeAnalysis;

namespace McpAspire.Gateway.Configuration;

/// <summary>Origins as RFC 6454 serialises them: scheme, host and, if it is not the scheme's own, port.</summary>
internal static class WebOrigin
{
    /// <summary>Reads an origin; anything with a path, query or user information is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? origin)
    {
        origin = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || text.EndsWith('/')
            || uri.UserInfo != ""
            || uri.PathAndQuery != "/"
            || uri.Fragment != "")
            return false;

        origin = uri;
        return true;
    }

    /// <summary>Whether it is an address of the web, where something can be asked for.</summary>
    public static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo == ""
        && uri.Fragment == "";

    /// <summary>Whether tokens may travel there: TLS, or this very machine (RFC 8252 section 8.3).</summary>
    public static bool IsSecure(string address)
    {
        var uri = new Uri(address, UriKind.Absolute);
        return uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
    }
}
