namespace McpAspire.Gateway.Federation.Results.Streaming;

/// <summary>What becomes of a member of a result.</summary>
internal enum MemberFate
{
    Keep,
    Drop,

    /// <summary>Its value, which has to be short, decides.</summary>
    Inspect,

    /// <summary>A result with it cannot be passed on while it comes.</summary>
    Refuse,
}
