using System.Net;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Perimeter;

public sealed class OriginStageTests(OriginStageTests.Fixture fixture) : IClassFixture<OriginStageTests.Fixture>
{
    private const string Listed = "https://app.example";

    private GatewayHost Gateway => fixture.Gateway;

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example:444")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("https://evil.example/https://app.example")]
    [InlineData("http://localhost.evil.example:8080")]
    [InlineData("http://localhost")]
    [InlineData("")]
    [InlineData("*")]
    public async Task A_foreign_origin_gets_403_and_no_permission_even_with_a_valid_token(string origin)
    {
        Gateway.Backend.Received.Clear();
        using var client = Gateway.CreateAuthorizedClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Origin", origin)));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Empty(Gateway.Backend.Received);
    }

    [Fact]
    public async Task Two_origins_get_403()
    {
        Gateway.Backend.Received.Clear();
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(RawConnection.Post($"Origin: {Listed}\r\nOrigin: {Listed}\r\n{Gateway.Bearer}"));

        Assert.StartsWith("HTTP/1.1 403 ", await connection.ReadToEndAsync());
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData(Listed)]
    [InlineData(GatewayHost.PublicOrigin)]
    public async Task A_listed_origin_may_read_the_answer_and_the_headers_that_clients_need(string origin)
    {
        using var client = Gateway.CreateAuthorizedClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Origin", origin)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(origin, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("Origin", Assert.Single(response.Headers.Vary));
        Assert.Equal(
            "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, DPoP-Nonce, Retry-After",
            Assert.Single(response.Headers.GetValues("Access-Control-Expose-Headers")));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_listed_origin_may_read_a_challenge()
    {
        using var client = Gateway.CreateClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Origin", Listed)));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(Listed, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.NotEmpty(response.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task A_preflight_of_a_listed_origin_is_answered_without_a_token()
    {
        Gateway.Backend.Received.Clear();
        using var client = Gateway.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, Rpc.Path).With(
            ("Origin", Listed),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization, content-type, mcp-method, mcp-param-region, x-user"));

        using var response = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(Listed, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(
            "POST, GET, DELETE, OPTIONS", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal(
            "authorization, content-type, mcp-method, mcp-param-region",
            Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.Empty(Gateway.Backend.Received);
    }

    [Fact]
    public async Task A_preflight_of_a_foreign_origin_gets_403()
    {
        using var client = Gateway.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, Rpc.Path).With(
            ("Origin", "https://evil.example"),
            ("Access-Control-Request-Method", "POST"));

        using var response = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal GatewayHost Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Gateway = await GatewayHost.StartAsync(new() { ["Mcp:AllowedOrigins:0"] = Listed });

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
