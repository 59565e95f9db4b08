namespace McpAspire.Gateway.Policy.Rules;

/// <summary>What a rule says of one operation.</summary>
internal enum RuleOutcome
{
    /// <summary>It is about something else: another kind of target, or its match is not true.</summary>
    NotApplicable,

    /// <summary>Its condition is true.</summary>
    Holds,

    /// <summary>Its condition is false.</summary>
    DoesNotHold,

    /// <summary>It depends on the arguments of a call, and there is no call yet, only a list.</summary>
    Deferred,

    /// <summary>Its match or condition is an error, not a boolean, or took too long.</summary>
    Failed,
}
