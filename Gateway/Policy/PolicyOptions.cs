using McpAspire.Gateway.Policy.Rules;

namespace McpAspire.Gateway.Policy;

/// <summary>The section <c>Mcp:Policy</c>: who may do what. What no rule allows is refused.</summary>
internal sealed record PolicyOptions
{
    public const string Section = "Policy";

    /// <summary>The rules; what they decide does not depend on their order.</summary>
    public IReadOnlyList<RuleOptions> Rules { get; init; } = [];

    /// <summary>
    /// Whether lists also show what only lacks a scope, so that a call of it makes the client ask for that scope. By
    /// default a list shows exactly what a call would be allowed.
    /// </summary>
    public bool ListStepUp { get; init; }

    /// <summary>Settings that are none, or not of their type.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}
