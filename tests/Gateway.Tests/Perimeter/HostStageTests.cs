using System.Net;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Perimeter;

public sealed class HostStageTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    [InlineData("localhost")]
    [InlineData("localhost:80")]
    [InlineData("localhost.evil.example:8080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    [InlineData("0.0.0.0:8080")]
    public async Task A_host_that_is_not_listed_gets_403(string host)
    {
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.Headers.Host = host;

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("LOCALHOST:8080")]
    public async Task The_host_of_the_public_origin_passes(string host)
    {
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.Headers.Host = host;

        using var response = await Client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_listed_host_passes()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["Mcp:AllowedHosts:0"] = "shim.test:4711" });
        using var client = gateway.CreateAuthorizedClient();
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.Headers.Host = "shim.test:4711";

        using var response = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-Host", "localhost:8080")]
    [InlineData("X-Original-Host", "localhost:8080")]
    [InlineData("Forwarded", "host=\"localhost:8080\"")]
    public async Task No_other_header_speaks_for_the_host(string name, string value)
    {
        using var request = Rpc.Post(Rpc.LegacyCall, (name, value));
        request.Headers.Host = "evil.example";

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host: \r\n")]
    [InlineData("Host: localhost:8080\r\nHost: evil.example\r\n")]
    [InlineData("Host: localhost:8080@evil.example\r\n")]
    public async Task A_missing_empty_double_or_malformed_host_is_refused(string host)
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(
            $"POST {Rpc.Path} HTTP/1.1\r\n{host}{Gateway.Bearer}\r\nConnection: close\r\n{RawConnection.Framed}");

        Assert.Matches("^HTTP/1.1 40[03] ", await connection.ReadToEndAsync());
        Assert.Empty(Gateway.Backend.Received);
    }
}
