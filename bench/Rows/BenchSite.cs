using McpAspire.Bench.Processes;

namespace McpAspire.Bench.Rows;

/// <summary>What all rows of a run share: the backend behind them, the issuer beside them, and a place for files.</summary>
internal sealed class BenchSite : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mcpaspire-bench-");

    private BenchSite(int backendPort, ServerProcess backend, LoopbackIssuer issuer) =>
        (BackendPort, Backend, Issuer) = (backendPort, backend, issuer);

    public int BackendPort { get; }

    public ServerProcess Backend { get; }

    public LoopbackIssuer Issuer { get; }

    public string Folder => _directory.FullName;

    public string BackendAddress => $"http://127.0.0.1:{BackendPort}";

    public static async Task<BenchSite> StartAsync()
    {
        var port = ServerProcess.FreePort();
        // A backend that spins while it waits takes the processor from whatever is in front of it.
        var settings = new Dictionary<string, string> { ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" };
        var backend = await ServerProcess.StartAsync(port, ServerProcess.Own("FixedBackend"), [$"{port}"], settings);
        return new BenchSite(port, backend, await LoopbackIssuer.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Issuer.DisposeAsync();
        await Backend.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
