using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>What the gateway's own client has going on at one destination.</summary>
internal sealed class DestinationLoad(DestinationState destination)
{
    private DestinationModel? _model;
    private Uri? _address;
    private int _count;

    public DestinationState Destination { get; } = destination;

    /// <summary>Requests on their way there, of this client and of the proxy engine.</summary>
    public int Total => Volatile.Read(ref _count) + Destination.ConcurrentRequestCount;

    /// <summary>The MCP endpoint, read from the configuration once.</summary>
    public Uri Address
    {
        get
        {
            var model = Destination.Model;
            if (ReferenceEquals(_model, model) && _address is { } known)
                return known;

            var address = new Uri(model.Config.Address);
            (_address, _model) = (address, model);
            return address;
        }
    }

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);
}
