using System.Diagnostics.CodeAnalysis;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// Which addresses can be the id of a client (draft-ietf-oauth-client-id-metadata-document, section 3). An address has
/// to be written as programs write it, which leaves no room for dot segments, disguised numbers and other spellings:
/// one document is one client.
/// </summary>
internal static class DocumentAddress
{
    public const int MaxLength = 512;
    private const string Prefix = "https://";

    /// <summary>Whether a client id claims to be an address at all. No other id starts that way.</summary>
    public static bool IsMeant([NotNullWhen(true)] string? clientId) =>
        clientId?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The name that people are shown for a client that has one.</summary>
    public static string? HostOf(string clientId) =>
        IsMeant(clientId) && Uri.TryCreate(clientId, UriKind.Absolute, out var uri) ? uri.Authority : null;

    public static bool TryRead(
        string clientId, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = ProblemOf(clientId);
        if (problem is not null)
            return false;

        address = new Uri(clientId);
        return true;
    }

    private static string? ProblemOf(string address)
    {
        if (address.Length > MaxLength)
            return $"It has more than {MaxLength} characters.";
        if (!address.StartsWith(Prefix, StringComparison.Ordinal)
            || address.Any(c => c is < '!' or > '~') || !Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return "It is no valid https address.";
        }

        if (address.Contains('#', StringComparison.Ordinal))
            return "It has a fragment.";
        if (address[Prefix.Length..].Split('/', 2)[0].Contains('@', StringComparison.Ordinal))
            return "It holds a user name.";
        if (uri.HostNameType is not UriHostNameType.Dns || uri.Host.EndsWith('.'))
            return "It names no host, but the number of one.";
        if (uri.AbsolutePath == "/")
            return "It has no path.";
        return uri.AbsoluteUri == address
            ? null
            : "It is not in normal form: without dot segments, without ':443', with a host in lower case.";
    }
}
