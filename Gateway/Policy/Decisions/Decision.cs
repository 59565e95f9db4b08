using McpAspire.Gateway.Policy.Rules;

namespace McpAspire.Gateway.Policy.Decisions;

/// <summary>What becomes of an operation, and why.</summary>
/// <param name="Effect">What becomes of it.</param>
/// <param name="Cause">Why.</param>
/// <param name="Rule">The rule that decided; null where it was that no rule allows it.</param>
internal readonly record struct Decision(DecisionEffect Effect, DecisionCause Cause, PolicyRule? Rule)
{
    private static readonly string[] None = [];

    /// <summary>The scopes that the operation needs and the token lacks.</summary>
    public IReadOnlyList<string> Missing { get; init; } = None;

    public bool IsAllowed => Effect == DecisionEffect.Allow;

    public static Decision Allow(PolicyRule rule) => new(DecisionEffect.Allow, DecisionCause.Allowed, rule);

    public static Decision Deny(DecisionCause cause, PolicyRule? rule) => new(DecisionEffect.Deny, cause, rule);

    public static Decision StepUp(PolicyRule rule, IReadOnlyList<string> missing) =>
        new(DecisionEffect.StepUp, DecisionCause.ScopesMissing, rule) { Missing = missing };
}
