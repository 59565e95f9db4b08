namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>Where one run of the suite writes; of its own, because another run may be under way.</summary>
internal sealed class ResultsDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mcpaspire-conformance-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
