namespace McpAspire.EndToEnd.Tests.Stacks;

/// <summary>What a test may want otherwise; the defaults give a stack of its own on an empty data directory.</summary>
internal sealed record StackOptions
{
    /// <summary>Users, keys and registrations; null is a new directory that goes away with the stack.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Ports for those whose origins must not change between two starts; null takes any.</summary>
    public (int Gateway, int Identity)? Ports { get; init; }

    /// <summary>Settings of identity that the AppHost leaves alone.</summary>
    public IReadOnlyDictionary<string, string> Identity { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of the MCP server behind the gateway.</summary>
    public IReadOnlyDictionary<string, string> Everything { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether <see cref="SecondServer"/> is behind the gateway, too.</summary>
    public bool HasSecondServer { get; init; }

    /// <summary>Further arguments of the AppHost.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
