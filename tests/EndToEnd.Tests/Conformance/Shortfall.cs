namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>A scenario that a client of one era cannot have at a server of the other, and why not.</summary>
/// <param name="Scenario">The suite's name for it.</param>
/// <param name="Reason">What has no form in the other era.</param>
internal sealed record Shortfall(string Scenario, string Reason);
