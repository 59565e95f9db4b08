using System.Net;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Routing;

public sealed class BackendRequestHeadersTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Theory]
    [InlineData("Cookie", "a=b")]
    [InlineData("Proxy-Authorization", "Basic YTpi")]
    [InlineData("Proxy-Connection", "keep-alive")]
    [InlineData("Proxy", "http://evil.example")]
    [InlineData("X-Forwarded-For", "10.0.0.1")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Prefix", "/admin")]
    [InlineData("X-Forwarded-User", "admin")]
    [InlineData("X-Forwarded-Email", "admin@example.com")]
    [InlineData("X-Forwarded-Access-Token", "t")]
    [InlineData("Forwarded", "for=10.0.0.1")]
    [InlineData("X-Real-IP", "10.0.0.1")]
    [InlineData("True-Client-IP", "10.0.0.1")]
    [InlineData("CF-Connecting-IP", "10.0.0.1")]
    [InlineData("X-User", "admin")]
    [InlineData("X-User-Id", "1")]
    [InlineData("X-Auth-Request-User", "admin")]
    [InlineData("X-Auth-Token", "t")]
    [InlineData("X-Api-Key", "k")]
    [InlineData("X-MS-CLIENT-PRINCIPAL", "e30=")]
    [InlineData("X-Amzn-Oidc-Data", "t")]
    [InlineData("X-Goog-Authenticated-User-Email", "admin")]
    [InlineData("Remote-User", "admin")]
    [InlineData("Remote-Groups", "admins")]
    [InlineData("Remote_User", "admin")]
    [InlineData("Tailscale-User-Login", "admin@example.com")]
    [InlineData("Tailscale-User-Name", "Admin")]
    [InlineData("X-Original-URL", "/admin")]
    [InlineData("X-Rewrite-URL", "/admin")]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("Origin", GatewayHost.PublicOrigin)]
    [InlineData("Referer", "http://localhost:8080/")]
    [InlineData("User-Agent", "client/1.0")]
    [InlineData("Accept-Encoding", "gzip")]
    [InlineData("Accept-Language", "de")]
    [InlineData("Expect", "200-ok")]
    [InlineData("TE", "trailers")]
    [InlineData("Upgrade-Insecure-Requests", "1")]
    [InlineData("Via", "1.1 x")]
    [InlineData("X-Anything", "x")]
    public async Task What_the_transport_does_not_need_never_reaches_a_backend(string name, string value)
    {
        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall, (name, value)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(name, Gateway.Backend.Single().Headers.Keys);
    }

    [Fact]
    public async Task The_token_never_reaches_a_backend()
    {
        var token = Gateway.Issuer.Token();
        using var client = Gateway.CreateClient(token);

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        var received = Gateway.Backend.Single();
        Assert.DoesNotContain("Authorization", received.Headers.Keys);
        Assert.DoesNotContain(received.Headers.Values, value => value.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_Connection_names_does_not_reach_a_backend_either()
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(
            RawConnection.Post($"{Gateway.Bearer}\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5"));

        Assert.StartsWith("HTTP/1.1 200 ", await connection.ReadToEndAsync());
        var received = Gateway.Backend.Single().Headers.Keys;
        Assert.DoesNotContain(received, name => name is "X-Hop" or "Keep-Alive" or "Connection");
    }

    [Fact]
    public async Task A_backend_gets_its_own_host_and_exactly_the_headers_of_the_transport()
    {
        using var request = Rpc.Modern(Rpc.ModernCall, "tools/call", "echo").With(
            ("Mcp-Param-Region", "eu"));

        using var response = await Client.AskAsync(request);

        var received = Gateway.Backend.Single();
        Assert.Equal(Gateway.Backend.Endpoint.Authority, received.Headers["Host"]);
        Assert.Equal("application/json, text/event-stream", received.Headers["Accept"]);
        Assert.Equal(
            [
                "Accept", "Content-Length", "Content-Type", "Host", "MCP-Protocol-Version",
                "Mcp-Method", "Mcp-Name", "Mcp-Param-Region",
            ],
            received.Headers.Keys.Where(name => name != "traceparent").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_query_ends_at_the_gateway()
    {
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.RequestUri = new Uri(Rpc.Path + "?profile=admin", UriKind.Relative);

        using var response = await Client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/mcp", Gateway.Backend.Single().Target);
    }
}
