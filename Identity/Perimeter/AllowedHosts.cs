using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Perimeter;

/// <summary>The values of <c>Host</c> that this service answers to.</summary>
internal sealed class AllowedHosts(PublicOrigin origin, IOptions<PerimeterOptions> options)
{
    private readonly FrozenSet<string> _hosts = options.Value.AllowedHosts
        .Append(origin.Host.Value ?? string.Empty)
        .Append(origin.Uri.Authority)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool Contains(HostString host) => host.Value is { Length: > 0 } value && _hosts.Contains(value);
}
