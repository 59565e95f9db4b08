using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.RateLimiting;

/// <summary>A real Garnet on a free port, as it stands in for redis-server.</summary>
internal sealed class GarnetServer : IAsyncDisposable
{
    private readonly Process _process;

    private GarnetServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    public static async Task<GarnetServer> StartNewAsync()
    {
        var port = Ports.TakeFree();
        var output = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "OfflineAspire.Garnet", output, "McpAspire.OfflineAspire.Garnet.dll"));
        var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { program, $"{port}" },
            RedirectStandardOutput = true,
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var server = new GarnetServer(process, port);
        await Eventually.HoldsAsync(server.AnswersAsync, "Garnet answers");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
