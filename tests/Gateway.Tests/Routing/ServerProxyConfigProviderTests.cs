using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace McpAspire.Gateway.Tests.Routing;

public sealed class ServerProxyConfigProviderTests
{
    [Fact]
    public async Task A_server_has_its_own_time()
    {
        await using var slow = await ScriptedBackend.StartAsync();
        slow.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:Servers:slow:Url"] = slow.Endpoint.AbsoluteUri,
            ["Mcp:Servers:slow:Timeout"] = "00:00:00.2",
        });
        var token = gateway.Issuer.Draft(audience: $"{GatewayHost.PublicOrigin}/mcp/slow").Sign(gateway.Issuer.Key);
        using var client = gateway.CreateClient(token);
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.RequestUri = new Uri("/mcp/slow", UriKind.Relative);

        using var response = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Fact]
    public async Task Calls_over_HTTP2_share_a_connection_without_negotiation()
    {
        await using var backend = await ScriptedBackend.StartAsync(HttpProtocols.Http2);
        var connections = new HashSet<string>();
        var protocols = new HashSet<string>();
        var together = new CountdownEvent(8);
        var all = new TaskCompletionSource();
        backend.Answer = async http =>
        {
            lock (connections)
            {
                connections.Add(http.Connection.Id);
                protocols.Add(http.Request.Protocol);
            }

            if (together.Signal())
                all.SetResult();
            await all.Task;
            await http.Response.WriteAsJsonAsync(new { jsonrpc = "2.0", id = 7, result = new { } });
        };
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:Servers:everything:Url"] = backend.Endpoint.AbsoluteUri,
            ["Mcp:Servers:everything:Http2"] = "true",
        });
        using var client = gateway.CreateAuthorizedClient();

        var calls = Enumerable.Range(0, 8).Select(_ => client.AskAsync(Rpc.Post(Rpc.LegacyCall)));

        foreach (var response in await Task.WhenAll(calls).Within())
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }

        Assert.Equal(["HTTP/2"], protocols);
        Assert.Single(connections);
    }
}
