using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>Where the gateway's own client says how a destination behaved, next to what the proxy engine sees.</summary>
internal interface IDestinationReports
{
    void Report(ClusterState cluster, DestinationState destination, bool failed);
}
