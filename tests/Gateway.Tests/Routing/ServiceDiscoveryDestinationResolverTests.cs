using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Routing;

public sealed class ServiceDiscoveryDestinationResolverTests
{
    [Fact]
    public async Task A_service_name_leads_to_the_endpoint_that_the_environment_names_and_keeps_the_path()
    {
        await using var service = await LoopbackHost.StartAsync(http => Answer(
            $"{http.Request.Host} {http.Request.Path}{http.Request.QueryString}")(http));
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:Servers:everything:Url"] = "http://everything/deep/mcp?fixed=1",
            ["services:everything:http:0"] = service.Address.AbsoluteUri.TrimEnd('/'),
        });
        using var client = gateway.CreateAuthorizedClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"\"{service.Address.Authority} /deep/mcp?fixed=1\"", await response.TextAsync());
    }

    [Fact]
    public async Task Several_endpoints_of_a_service_share_the_requests()
    {
        await using var first = await LoopbackHost.StartAsync(Answer("1"));
        await using var second = await LoopbackHost.StartAsync(Answer("2"));
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:Servers:everything:Url"] = "http://everything/mcp",
            ["services:everything:http:0"] = first.Address.AbsoluteUri.TrimEnd('/'),
            ["services:everything:http:1"] = second.Address.AbsoluteUri.TrimEnd('/'),
        });
        using var client = gateway.CreateAuthorizedClient();

        var seen = new HashSet<string>();
        await Eventually.HoldsAsync(
            async () =>
            {
                using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
                seen.Add(await response.TextAsync());
                return seen.Count == 2;
            },
            "both endpoints have answered");
    }

    [Fact]
    public async Task The_issuer_may_be_a_service_name_too()
    {
        using var key = TokenKey.Rsa("key-of-service");
        await using var issuer = await LoopbackHost.StartAsync(http => http.Response.WriteAsync(TokenKey.Jwks(key)));
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:Authorization:JwksAddress"] = "http://identity/.well-known/jwks",
            ["services:identity:http:0"] = issuer.Address.AbsoluteUri.TrimEnd('/'),
        });
        using var client = gateway.CreateClient(gateway.Issuer.Draft().Sign(key));

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0, gateway.Issuer.Fetches);
    }

    private static RequestDelegate Answer(string text) =>
        ScriptedBackend.Json($$$"""{"jsonrpc":"2.0","id":7,"result":{"text":"{{{text}}}"}}""");
}
