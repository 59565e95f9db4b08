namespace McpAspire.OfflineAspire.Running;

/// <summary>
/// A program to start. Secrets go through the environment or standard input: arguments are seen by everybody.
/// </summary>
internal sealed record ChildCommand(string Program, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    public string? StandardInput { get; init; }
}
