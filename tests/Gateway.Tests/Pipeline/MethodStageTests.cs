using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Pipeline;

public sealed class MethodStageTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("PROPFIND")]
    public async Task Other_methods_get_405_with_Allow(string method)
    {
        using var response = await Client.AskAsync(new HttpRequestMessage(new HttpMethod(method), Rpc.Path));

        await IsRefusedAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.Equal(["POST", "GET", "DELETE", "OPTIONS"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-Method-Override")]
    public async Task A_method_override_is_not_obeyed_and_not_forwarded(string header)
    {
        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall, (header, "DELETE")));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("POST", Gateway.Backend.Single().Method);
        Assert.DoesNotContain(header, Gateway.Backend.Single().Headers.Keys);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task GET_and_DELETE_with_a_body_get_400(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Rpc.Path);
        request.Content = new StringContent("{}");

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("Content-Length: {0}\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: {0}")]
    [InlineData("Content-Length: {0}\r\nContent-Length: 5")]
    [InlineData("Content-Length: {0}, 5")]
    [InlineData("Content-Length: -{0}")]
    [InlineData("Transfer-Encoding: identity, chunked, identity")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Transfer-Encoding : chunked")]
    [InlineData("X-A: b\r\n Transfer-Encoding: chunked")]
    public async Task A_request_with_two_possible_ends_gets_400_and_the_connection_closes(string framing)
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);
        var chunked = $"{Rpc.LegacyCall.Length:x}\r\n{Rpc.LegacyCall}\r\n0\r\n\r\n";

        await connection.SendAsync(
            $"POST {Rpc.Path} HTTP/1.1\r\nHost: localhost:8080\r\n{Gateway.Bearer}\r\n"
            + $"Content-Type: application/json\r\n{string.Format(null, framing, chunked.Length)}\r\n\r\n{chunked}");

        var response = await connection.ReadToEndAsync().Within();
        Assert.StartsWith("HTTP/1.1 400 ", response);
        Assert.Single(response.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(Gateway.Backend.Received);
    }

    [Fact]
    public async Task An_upgrade_is_not_passed_on_so_that_no_tunnel_opens()
    {
        Gateway.Backend.Answer = http =>
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        };
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(
            $"GET {Rpc.Path} HTTP/1.1\r\nHost: localhost:8080\r\n{Gateway.Bearer}\r\n"
            + "Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 405 ", await connection.ReadUntilAsync("\r\n\r\n"));
        Assert.DoesNotContain("Upgrade", Gateway.Backend.Single().Headers.Keys);
        Assert.DoesNotContain("Sec-WebSocket-Key", Gateway.Backend.Single().Headers.Keys);
    }
}
