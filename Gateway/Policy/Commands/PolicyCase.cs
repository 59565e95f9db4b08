namespace McpAspire.Gateway.Policy.Commands;

/// <summary>A call and what a policy should make of it.</summary>
internal sealed record PolicyCase
{
    public required string Name { get; set; }

    public required PolicyCall Call { get; set; }

    /// <summary><c>allow</c>, <c>deny</c> or <c>step-up</c>; <c>listed</c> or <c>hidden</c> for an item of a list.</summary>
    public required string Expect { get; set; }

    /// <summary>The rule that is to decide; any if it is not said.</summary>
    public string? Rule { get; set; }
}
