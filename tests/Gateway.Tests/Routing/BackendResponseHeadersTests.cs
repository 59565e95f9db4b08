using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Routing;

public sealed class BackendResponseHeadersTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Theory]
    [InlineData("Set-Cookie", "session=stolen")]
    [InlineData("Server", "Backend/1.0")]
    [InlineData("X-Powered-By", "x")]
    [InlineData("WWW-Authenticate", "Bearer resource_metadata=\"http://169.254.169.254/\"")]
    [InlineData("Access-Control-Allow-Origin", "*")]
    [InlineData("Access-Control-Allow-Credentials", "true")]
    [InlineData("Location", "http://169.254.169.254/")]
    [InlineData("Refresh", "0; url=http://evil.example")]
    [InlineData("Link", "<http://evil.example>; rel=preload")]
    [InlineData("Strict-Transport-Security", "max-age=0")]
    [InlineData("Content-Security-Policy", "default-src *")]
    [InlineData("Clear-Site-Data", "\"*\"")]
    [InlineData("Service-Worker-Allowed", "/")]
    [InlineData("Alt-Svc", "h2=\"evil.example:443\"")]
    [InlineData("X-Anything", "x")]
    public async Task What_clients_do_not_need_stays_with_the_backend(string name, string value)
    {
        var json = Gateway.Backend.Answer;
        Gateway.Backend.Answer = http =>
        {
            http.Response.Headers[name] = value;
            return json(http);
        };

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.True(response.IsSuccessStatusCode);
        Assert.False(response.Headers.Contains(name));
    }

    [Theory]
    [InlineData("MCP-Protocol-Version", "2025-11-25")]
    [InlineData("Cache-Control", "no-store")]
    public async Task What_clients_need_comes_through(string name, string value)
    {
        var json = Gateway.Backend.Answer;
        Gateway.Backend.Answer = http =>
        {
            http.Response.Headers[name] = value;
            return json(http);
        };

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(value, Assert.Single(response.Headers.GetValues(name)));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }
}
