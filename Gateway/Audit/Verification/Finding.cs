namespace McpAspire.Gateway.Audit.Verification;

/// <summary>The first thing that is wrong with a trail.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The line, from 1; 0 for the file itself.</param>
/// <param name="Why">What is wrong there.</param>
internal sealed record Finding(string File, long Line, string Why)
{
    public override string ToString() => Line == 0 ? $"{File}: {Why}" : $"{File}:{Line}: {Why}";
}
