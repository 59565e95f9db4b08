namespace McpAspire.Identity.Users.Accounts;

/// <summary>An account to be made.</summary>
internal sealed record NewAccount(string Name)
{
    public string? DisplayName { get; init; }

    public string? Email { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A password to stay; without it the account gets one for one use.</summary>
    public string? Password { get; init; }
}
