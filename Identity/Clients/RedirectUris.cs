using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Clients;

/// <summary>Which addresses a client may have answers sent to.</summary>
internal sealed class RedirectUris(IOptions<RegistrationOptions> options, OwnOrigins own)
{
    public const int MaxCount = 10;
    public const int MaxLength = 2048;
    public const string LeadsToUs = "A redirect URI must not lead to this service or to an MCP server.";

    /// <summary>Schemes that browsers act on themselves. A private scheme never carries one of these names.</summary>
    private static readonly HashSet<string> Dangerous = new(StringComparer.OrdinalIgnoreCase)
    {
        "http", "https", "javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source",
        "ws", "wss", "ftp", "mailto", "tel", "sms", "intent", "chrome", "resource", "jar",
    };

    public static bool IsDangerous(string scheme) => Dangerous.Contains(scheme);

    /// <summary>Http is for the client's own machine only (RFC 8252, section 7.3).</summary>
    public static bool IsLoopback(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttp && uri.Host is "localhost" or "127.0.0.1" or "[::1]";

    /// <summary>The first thing that is wrong with the addresses of one client, or null.</summary>
    public string? ProblemOf(IReadOnlyList<string?> values)
    {
        if (values.Count == 0)
            return "At least one redirect URI is required.";
        if (values.Count > MaxCount)
            return $"At most {MaxCount} redirect URIs are accepted.";
        return values.Select(value => ProblemOf(value ?? string.Empty)).FirstOrDefault(it => it is not null);
    }

    /// <summary>Why the address cannot be registered, or null if it can.</summary>
    public string? ProblemOf(string value) => FormProblemOf(value, IsPrivate)
        ?? (own.Contains(new Uri(value)) ? LeadsToUs : null);

    /// <summary>What is wrong with the address itself, wherever it leads.</summary>
    public static string? FormProblemOf(string value, Func<string, bool> isPrivate)
    {
        if (value.Length > MaxLength)
            return $"A redirect URI may have at most {MaxLength} characters.";
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri)
            || value.Any(c => char.IsControl(c) || c is ' ' or '\\'))
        {
            return "A redirect URI is not an absolute URI.";
        }

        // RFC 3986 knows ASCII only, and on the consent page another script's letters could pass for Latin ones.
        if (value.Any(c => !char.IsAscii(c)))
            return "A redirect URI must be ASCII. Write an international host name in its xn-- form.";
        // RFC 6749, section 3.1.2.
        if (value.Contains('#', StringComparison.Ordinal))
            return "A redirect URI must not have a fragment.";
        if (uri.UserInfo.Length > 0)
            return "A redirect URI must not hold a user name.";
        if (uri.Scheme == Uri.UriSchemeHttps || IsLoopback(uri))
            return null;
        if (uri.Scheme == Uri.UriSchemeHttp)
            return "A redirect URI with http must point to localhost, 127.0.0.1 or [::1].";
        return isPrivate(uri.Scheme) ? null : "A redirect URI has a scheme that is not accepted here.";
    }

    /// <summary>
    /// What to store for an address. A native application picks its port when it starts, so a loopback address matches
    /// with any port (RFC 8252, section 7.3), which OpenIddict does for addresses stored without one.
    /// </summary>
    public static IEnumerable<Uri> Stored(Uri uri) =>
        IsLoopback(uri) && !uri.IsDefaultPort ? [uri, new UriBuilder(uri) { Port = -1 }.Uri] : [uri];

    private bool IsPrivate(string scheme) =>
        !IsDangerous(scheme)
        && (scheme.Contains('.', StringComparison.Ordinal)
            || options.Value.Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase));
}
