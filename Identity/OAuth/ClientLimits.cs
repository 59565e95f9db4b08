using System.Collections.Immutable;
using McpAspire.Identity.OAuth.Resources;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// What the configuration allows one client, by its permissions. A client without any is limited by the person alone.
/// </summary>
internal sealed class ClientLimits
{
    private readonly HashSet<string> _scopes;
    private readonly KnownResources? _resources;

    private ClientLimits(HashSet<string> scopes, string[] roots)
    {
        _scopes = scopes;
        _resources = roots.Length == 0 ? null : new KnownResources(new ResourceOptions { Resources = roots });
    }

    public IReadOnlyCollection<string> Scopes => _scopes;

    /// <summary>Whether the configuration names what it may open.</summary>
    public bool NamesResources => _resources is not null;

    public static ClientLimits Of(ImmutableArray<string> permissions) => new(
        [.. Below(permissions, Permissions.Prefixes.Scope)], [.. Below(permissions, Permissions.Prefixes.Resource)]);

    public bool Allows(string scope) => _scopes.Count == 0 || _scopes.Contains(scope);

    public bool Allow(IEnumerable<string> resources) =>
        _resources is null || resources.All(resource => _resources.Resolve(resource) is not null);

    private static IEnumerable<string> Below(ImmutableArray<string> permissions, string prefix) =>
        permissions.Where(permission => permission.StartsWith(prefix, StringComparison.Ordinal))
            .Select(permission => permission[prefix.Length..]);
}
