using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace McpAspire.AppHost.Tests.Offline;

/// <summary>A redis-server on a port that is known before it runs.</summary>
internal sealed class LocalRedis : IDisposable
{
    private readonly int _port = FreePort();
    private Process? _process;

    public string ConnectionString => $"localhost:{_port.ToString(CultureInfo.InvariantCulture)},connectTimeout=500";

    public void Start() => _process = Process.Start(new ProcessStartInfo(
        "redis-server",
        ["--bind", "127.0.0.1", "--port", _port.ToString(CultureInfo.InvariantCulture), "--save", ""])
    {
        RedirectStandardOutput = true,
    });

    public void Dispose()
    {
        _process?.Kill();
        _process?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
