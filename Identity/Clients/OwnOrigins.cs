using McpAspire.Identity.OAuth.Resources;
using McpAspire.Identity.Perimeter;

namespace McpAspire.Identity.Clients;

/// <summary>
/// The origins of this service and of the MCP servers behind it. A code that is sent to one of them would stand in our
/// own pages and logs, and pass for an answer of ours.
/// </summary>
internal sealed class OwnOrigins(PublicOrigin? origin, ResourceOptions resources)
{
    private readonly Uri[] _all =
    [
        .. origin is null ? Array.Empty<Uri>() : [origin.Uri],
        .. resources.Resources.Where(it => Uri.IsWellFormedUriString(it, UriKind.Absolute)).Select(it => new Uri(it)),
    ];

    public bool Contains(Uri uri) => uri.Scheme is "http" or "https" && _all.Any(own => uri.Port == own.Port
        && (string.Equals(uri.IdnHost.TrimEnd('.'), own.IdnHost, StringComparison.OrdinalIgnoreCase)
            || (uri.IsLoopback && own.IsLoopback)));
}
