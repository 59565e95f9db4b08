using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using McpAspire.Shared;

namespace McpAspire.Bench.Identity;

/// <summary>Identity as a process of its own, with a redis-server and an SQLite file that go with it.</summary>
internal sealed class IdentityServer : IAsyncDisposable
{
    public const string Resource = "http://localhost:8080/mcp";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mcpaspire-bench-");
    private readonly int _redisPort = FreePort();
    private readonly List<Process> _processes = [];

    public Uri Address { get; } = new($"http://localhost:{FreePort()}");

    public string Database => $"Data Source={Path.Combine(_directory.FullName, "identity.db")}";

    public string KeysDirectory => Path.Combine(_directory.FullName, "keys");

    /// <summary>Starts it with settings beside those that every run needs.</summary>
    public static async Task<IdentityServer> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var server = new IdentityServer();
        server.Start("redis-server", [
            "--port", $"{server._redisPort}", "--bind", "127.0.0.1", "--save", string.Empty, "--appendonly", "no",
            "--dir", server._directory.FullName,
        ], new Dictionary<string, string>());
        server.Start(
            Path.Combine(AppContext.BaseDirectory, "../../Identity/release/McpAspire.Identity"),
            [],
            server.Settings().Concat(settings).ToDictionary());
        using var http = new HttpClient { BaseAddress = server.Address };
        await Eventually.HoldsAsync(() => IsHealthyAsync(http), "identity is healthy");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _directory.Delete(recursive: true);
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = Address.AbsoluteUri,
        ["Logging__LogLevel__Default"] = "Warning",
        ["Identity__PublicOrigin"] = Address.GetLeftPart(UriPartial.Authority),
        ["Identity__Resources__0"] = Resource,
        ["Identity__DefaultResource"] = Resource,
        ["Identity__KeysDirectory"] = KeysDirectory,
        ["Identity__Administrator__Password"] = Guid.NewGuid().ToString(),
        ["Identity__RateLimits__Enabled"] = "false",
        ["Identity__Registration__MaxPerAddress"] = "100000",
        ["ConnectionStrings__identity"] = Database,
        ["ConnectionStrings__redis"] = $"127.0.0.1:{_redisPort}",
    };

    private void Start(string program, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        _processes.Add(process);
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
