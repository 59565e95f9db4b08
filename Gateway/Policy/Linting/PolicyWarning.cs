namespace McpAspire.Gateway.Policy.Linting;

/// <summary>What is allowed to write and hardly ever meant.</summary>
/// <param name="Rule">The rule, or null for the policy as a whole.</param>
/// <param name="Message">What it does.</param>
/// <param name="Remedy">What to write instead.</param>
internal sealed record PolicyWarning(string? Rule, string Message, string Remedy)
{
    public override string ToString() => Rule is null ? $"{Message}; {Remedy}." : $"rule '{Rule}': {Message}; {Remedy}.";
}
