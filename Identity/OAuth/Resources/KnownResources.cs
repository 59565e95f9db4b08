namespace McpAspire.Identity.OAuth.Resources;

/// <summary>Decides which resources a token may be asked for.</summary>
internal sealed class KnownResources(ResourceOptions options)
{
    private readonly string[] _roots = [.. options.Resources.Select(ResourceUri.Normalize).OfType<string>()];

    /// <summary>The audience when the client names none.</summary>
    public string? Default =>
        string.IsNullOrWhiteSpace(options.DefaultResource) ? null : Resolve(options.DefaultResource);

    /// <summary>The normal form of a resource that is a root or below one, or null.</summary>
    public string? Resolve(string resource)
    {
        var uri = ResourceUri.Normalize(resource);
        return uri is not null
            && _roots.Any(root => uri == root || uri.StartsWith($"{root}/", StringComparison.Ordinal))
            ? uri
            : null;
    }

    /// <summary>The normal forms of all of them, or null if one is not known.</summary>
    public IReadOnlyList<string>? ResolveAll(IEnumerable<string> resources)
    {
        var resolved = resources.Select(Resolve).Distinct(StringComparer.Ordinal).ToList();
        return resolved.Contains(null) ? null : [.. resolved.OfType<string>()];
    }
}
