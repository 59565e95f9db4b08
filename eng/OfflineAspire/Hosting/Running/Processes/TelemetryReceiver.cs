using System.Net.Sockets;

namespace McpAspire.OfflineAspire.Running;

/// <summary>
/// There is no dashboard here, so mostly nobody receives telemetry. A service that is told to send it all the same
/// tries for ten seconds to deliver the rest when it stops; hence the address is withheld unless somebody listens at
/// it.
/// </summary>
internal static class TelemetryReceiver
{
    private const string Address = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static async Task<IReadOnlyDictionary<string, string>> WithholdIfAbsentAsync(
        IEnumerable<KeyValuePair<string, string>> environment, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(environment);
        if (variables.TryGetValue(Address, out var address) && !await ListensAsync(address, cancellationToken))
            variables.Remove(Address);
        return variables;
    }

    private static async Task<bool> ListensAsync(string address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return false;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(uri.Host, uri.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
