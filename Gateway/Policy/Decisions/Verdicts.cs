using McpAspire.Gateway.Policy.Rules;

namespace McpAspire.Gateway.Policy.Decisions;

/// <summary>
/// Adds up what the rules say. All of them are asked, so that the decision does not depend on their order: an error
/// denies, then deny before require before allow, and what nothing allows is denied.
/// </summary>
internal ref struct Verdicts
{
    private PolicyRule? _failed;
    private PolicyRule? _denied;
    private PolicyRule? _unmet;
    private PolicyRule? _granted;
    private PolicyRule? _scopesOf;
    private List<string>? _missing;
    private List<string>? _missingOfGrant;

    /// <param name="rule">Who says it.</param>
    /// <param name="outcome">What it says.</param>
    /// <param name="scopes">The scopes of the token.</param>
    public void Add(PolicyRule rule, RuleOutcome outcome, IReadOnlySet<string> scopes)
    {
        switch (outcome, rule.Kind)
        {
            case (RuleOutcome.Failed, _):
                _failed ??= rule;
                break;
            case (RuleOutcome.Holds, RuleKind.Deny):
                _denied ??= rule;
                break;
            case (RuleOutcome.DoesNotHold, RuleKind.Require):
                _unmet ??= rule;
                break;
            case (RuleOutcome.Holds, RuleKind.Scopes):
                Ask(rule, scopes);
                break;
            // What depends on the arguments is listed: a call may come with such as are allowed.
            case (RuleOutcome.Holds or RuleOutcome.Deferred, RuleKind.Allow):
                Grant(rule, scopes);
                break;
        }
    }

    public readonly Decision Conclude()
    {
        if (_failed is not null)
            return Decision.Deny(DecisionCause.RuleFailed, _failed);
        if (_denied is not null)
            return Decision.Deny(DecisionCause.Denied, _denied);
        if (_unmet is not null)
            return Decision.Deny(DecisionCause.RequirementNotMet, _unmet);
        if (_granted is null)
            return Decision.Deny(DecisionCause.NothingAllows, null);
        if (_missing is null && _missingOfGrant is null)
            return Decision.Allow(_granted);

        return Decision.StepUp(
            _missing is null ? _granted : _scopesOf!, [.. (_missing ?? []).Concat(_missingOfGrant ?? []).Distinct()]);
    }

    private static List<string>? Lacking(PolicyRule rule, IReadOnlySet<string> scopes)
    {
        List<string>? missing = null;
        foreach (var scope in rule.Scopes)
        {
            if (!scopes.Contains(scope))
                (missing ??= []).Add(scope);
        }

        return missing;
    }

    private void Ask(PolicyRule rule, IReadOnlySet<string> scopes)
    {
        if (Lacking(rule, scopes) is not { } missing)
            return;

        _scopesOf ??= rule;
        (_missing ??= []).AddRange(missing);
    }

    /// <summary>Of several rules that allow it, the one that asks for least counts.</summary>
    private void Grant(PolicyRule rule, IReadOnlySet<string> scopes)
    {
        var missing = Lacking(rule, scopes);
        if (_granted is not null && (missing?.Count ?? 0) >= (_missingOfGrant?.Count ?? 0))
            return;

        _granted = rule;
        _missingOfGrant = missing;
    }
}
