using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using McpAspire.Shared;

namespace McpAspire.Bench.Processes;

/// <summary>A program that listens on loopback, for as long as it is measured.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int LinesKept = 20;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ServerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts it and waits until it listens; what it said is in the exception if it does not.</summary>
    public static async Task<ServerProcess> StartAsync(
        int port, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            // Where an ASP.NET Core program looks for its settings.
            WorkingDirectory = Path.IsPathRooted(program) ? Path.GetDirectoryName(program)! : Path.GetTempPath(),
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var server = new ServerProcess(Process.Start(start)!);
        server._process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            await Eventually.HoldsAsync(() => server.ListensAsync(port), $"{program} listens", StartLimit);
        }
        catch (Exception exception)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException(
                $"{Path.GetFileName(program)} did not start: {string.Join(' ', server._lines)}", exception);
        }

        return server;
    }

    /// <summary>A program of this repository, built beside this one.</summary>
    public static string Own(string project) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", project, "release", $"McpAspire.{project}"));

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> ListensAsync(int port)
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"It ended with {_process.ExitCode}.");

        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;

        _lines.Enqueue(line);
        if (_lines.Count > LinesKept)
            _lines.TryDequeue(out _);
    }
}
