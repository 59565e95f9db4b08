namespace McpAspire.Gateway.Policy.Rules;

/// <summary>
/// One rule as the configuration has it: a CEL condition with one of <see cref="Allow"/>, <see cref="Deny"/> and
/// <see cref="Require"/>, or scopes alone.
/// </summary>
/// <param name="Name">What the operator calls it: in the audit trail, in explanations, in messages.</param>
/// <param name="Path">Where it stands in the configuration.</param>
internal sealed record RuleOptions(string Name, string Path)
{
    /// <summary>For people; nothing depends on it.</summary>
    public string? Description { get; init; }

    /// <summary>CEL. Where it is not true the rule does not exist.</summary>
    public string? Match { get; init; }

    /// <summary>CEL. What it is true of is permitted.</summary>
    public string? Allow { get; init; }

    /// <summary>CEL. What it is true of is forbidden.</summary>
    public string? Deny { get; init; }

    /// <summary>CEL. What it is not true of is forbidden.</summary>
    public string? Require { get; init; }

    /// <summary>
    /// Scopes that the token must have. With <see cref="Allow"/>, for what it permits; alone, for all that matches.
    /// </summary>
    public string[] Scopes { get; init; } = [];

    public RuleKind Kind =>
        Deny is not null ? RuleKind.Deny
        : Require is not null ? RuleKind.Require
        : Allow is not null ? RuleKind.Allow
        : RuleKind.Scopes;

    /// <summary>The one condition, and which setting it is; null where there are scopes alone.</summary>
    public (string Setting, string Text)? Condition => Kind switch
    {
        RuleKind.Deny => (nameof(Deny), Deny!),
        RuleKind.Require => (nameof(Require), Require!),
        RuleKind.Allow => (nameof(Allow), Allow!),
        _ => null,
    };
}
