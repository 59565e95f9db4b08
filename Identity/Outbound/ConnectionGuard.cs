using System.Net;
using System.Net.Sockets;

namespace McpAspire.Identity.Outbound;

/// <summary>
/// Connects to the address that it judged, and looks a name up once: a second answer of the name server, which could be
/// another (DNS rebinding), is never asked for. A name with one address that may not be reached is refused with all its
/// others; no public host has such a one.
/// </summary>
internal sealed class ConnectionGuard(
    OutboundRules rules, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve =
        resolve ?? Dns.GetHostAddressesAsync;

    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        await ConnectAsync(context.DnsEndPoint, cancellationToken);

    public async Task<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        if (!rules.Ports.Contains(target.Port))
            throw new RefusedConnectionException($"Port {target.Port} of {target.Host} is not among those allowed.");

        // A number is not looked up: the system's resolver throws at some of them.
        IPAddress[] addresses = IPAddress.TryParse(target.Host, out var number)
            ? [number]
            : await _resolve(target.Host, cancellationToken);
        foreach (var address in addresses)
        {
            if (!rules.Allow(AddressJudge.ScopeOf(address)))
                throw new RefusedConnectionException($"{target.Host} is at {address}, which is no public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
