namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource, one of <see cref="KnownResourceStates"/>.</summary>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, null);
}
