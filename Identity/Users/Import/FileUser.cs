namespace McpAspire.Identity.Users.Import;

/// <summary>A user as the file has it, before anything of it is believed.</summary>
internal sealed record FileUser(string Name)
{
    public string? DisplayName { get; init; }

    public string? Email { get; init; }

    public string? PasswordHash { get; init; }

    public bool IsDisabled { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What of the entry says nothing here, or could not be read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
