using System.Net.Http.Headers;
using McpAspire.Gateway.Protocol;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace McpAspire.Gateway.Routing.Health;

/// <summary>
/// Asks a backend whether it is alive: its health page where it has one, else <c>server/discover</c>. Modern servers
/// have to answer that; legacy ones refuse it, which is a sign of life as well, and begin no session for it, as they
/// would for a handshake. No tool is called, and <c>ping</c> is no method of the modern era.
/// </summary>
internal sealed class BackendProbe : IProbingRequestFactory
{
    private const string Version = "2026-07-28";

    private static readonly byte[] Discover =
        """
        {"jsonrpc":"2.0","id":"probe","method":"server/discover","params":{"_meta":{
        "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
        """u8.ToArray();

    public HttpRequestMessage CreateRequest(ClusterModel cluster, DestinationModel destination)
    {
        var endpoint = new Uri(destination.Config.Address);
        var request = cluster.Config.HealthCheck?.Active?.Path is { } path
            ? new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint, path))
            : Ask(endpoint);
        if (cluster.Config.HttpRequest is { Version: { } version } http)
            (request.Version, request.VersionPolicy) = (version, http.VersionPolicy ?? request.VersionPolicy);
        return request;
    }

    private static HttpRequestMessage Ask(Uri endpoint)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(Discover) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation(McpHeaders.ProtocolVersion, Version);
        request.Headers.TryAddWithoutValidation(McpHeaders.Method, "server/discover");
        return request;
    }
}
