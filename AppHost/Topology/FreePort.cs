using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace McpAspire.AppHost.Topology;

internal static class FreePort
{
    /// <summary>Tests let Aspire choose the ports; then the configured ones do not matter.</summary>
    private const string RandomizePorts = "DcpPublisher:RandomizePorts";

    /// <summary>
    /// Without this the service itself would fail, and its message does not know which setting to change.
    /// </summary>
    public static void RequireFreePort(
        this IDistributedApplicationBuilder builder, string resource, int port, string setting, string option)
    {
        if (builder.ExecutionContext.IsPublishMode || builder.Configuration.GetValue<bool>(RandomizePorts))
            return;
        var remedy = $"end what listens there, or choose another with {setting} ({option}).";
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) => IsFree(port)
            ? Task.CompletedTask
            : throw new SettingsException([$"Port {port} of {resource} is in use: {remedy}"]));
    }

    private static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.IPv6Loopback, port);

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode != SocketError.AddressAlreadyInUse;
        }
    }
}
