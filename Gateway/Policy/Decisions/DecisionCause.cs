namespace McpAspire.Gateway.Policy.Decisions;

/// <summary>Why a decision is as it is.</summary>
internal enum DecisionCause
{
    /// <summary>No rule allows it.</summary>
    NothingAllows,

    /// <summary>A rule allows it and none forbids it.</summary>
    Allowed,

    /// <summary>The condition of a denying rule is true.</summary>
    Denied,

    /// <summary>What a rule requires is not true.</summary>
    RequirementNotMet,

    /// <summary>A rule could not be evaluated; an error denies, whatever the kind of the rule.</summary>
    RuleFailed,

    /// <summary>Nothing but scopes is missing.</summary>
    ScopesMissing,
}
