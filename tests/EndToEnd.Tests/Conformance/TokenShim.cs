using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>
/// Stands before the gateway and adds a token, because the suite cannot send one. It reads nothing but the head of a
/// request; all else passes as it comes, byte by byte, in both directions.
/// </summary>
internal sealed class TokenShim : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Uri _gateway;
    private readonly string _token;

    private TokenShim(Uri gateway, string token)
    {
        (_gateway, _token) = (gateway, token);
        _listener.Start();
        _connections.Add(AcceptAsync());
    }

    /// <summary>By name: the suite takes no other address for one of this machine.</summary>
    public Uri Address => new($"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public static TokenShim Start(Uri gateway, string token) => new(gateway, token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true) _connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var gateway = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await gateway.ConnectAsync(_gateway.Host, _gateway.Port, _stop.Token);
            var (near, far) = (client.GetStream(), gateway.GetStream());

            if (await RequestHead.ReadAsync(near, _stop.Token) is not { } head) return;
            await far.WriteAsync(head.With(_token, Address.Authority, _gateway.Authority), _stop.Token);
            await far.WriteAsync(head.Rest, _stop.Token);

            // A closed stream is how a client cancels in the modern era, so whoever ends first ends both.
            await Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
        }
    }
}
