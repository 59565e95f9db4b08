namespace McpAspire.Identity.Users.Accounts;

/// <summary>An account to be made. Whoever makes it chooses no password: it gets one for one use.</summary>
internal sealed record NewAccount(string Name)
{
    public string? DisplayName { get; init; }

    public string? Email { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];
}
