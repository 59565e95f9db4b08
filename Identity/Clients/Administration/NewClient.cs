namespace McpAspire.Identity.Clients.Administration;

/// <summary>A client as an administrator describes it. Its id and its secret are made here.</summary>
internal sealed record NewClient(string Name)
{
    /// <summary>Where codes may be sent. Empty: it acts for itself, with <c>client_credentials</c>.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>It cannot keep a secret, as a program on somebody's own machine.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Its public keys as a JWK Set, in place of a secret.</summary>
    public string? Jwks { get; init; }

    /// <summary>All scopes that it may ask for. Empty: what people agree to; for itself, <c>mcp</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>All resources that its tokens may open. Empty: all.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];
}
