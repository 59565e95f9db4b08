namespace McpAspire.AppHost.Tests.Graph;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mcp-aspire-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
