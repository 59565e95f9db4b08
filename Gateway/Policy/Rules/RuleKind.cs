namespace McpAspire.Gateway.Policy.Rules;

/// <summary>What a rule does where it applies.</summary>
internal enum RuleKind
{
    /// <summary>Permits what its condition is true of, unless another rule forbids it.</summary>
    Allow,

    /// <summary>Forbids what its condition is true of, whatever permits it.</summary>
    Deny,

    /// <summary>Forbids what its condition is not true of, whatever permits it.</summary>
    Require,

    /// <summary>Permits nothing; asks for scopes, which a client can get by a step-up (RFC 9470, SEP-835).</summary>
    Scopes,
}
