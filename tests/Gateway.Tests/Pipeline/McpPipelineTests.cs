using System.Net;
using System.Text;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Pipeline;

public class McpPipelineTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Fact]
    public async Task A_legacy_call_reaches_the_backend_byte_for_byte_and_its_answer_comes_back()
    {
        var session = await Gateway.OpenSessionAsync(Client, "s-1");

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Mcp-Session-Id", session)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Rpc.Answer, await response.TextAsync());
        var received = Gateway.Backend.Single();
        Assert.Equal("/mcp", received.Target);
        Assert.Equal("s-1", received.Headers["Mcp-Session-Id"]);
        Assert.Equal(Rpc.LegacyCall, Encoding.UTF8.GetString(received.Body));
    }

    [Fact]
    public async Task A_modern_call_reaches_the_backend_byte_for_byte()
    {
        using var response = await Client.AskAsync(Rpc.Modern(Rpc.ModernCall, "tools/call", "echo"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Rpc.ModernCall, Encoding.UTF8.GetString(Gateway.Backend.Single().Body));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task GET_and_DELETE_of_the_legacy_era_reach_the_backend(string method)
    {
        var session = await Gateway.OpenSessionAsync(Client, "s-1");
        using var request = new HttpRequestMessage(new HttpMethod(method), Rpc.Path).With(
            ("Mcp-Session-Id", session),
            ("Last-Event-ID", "e-7"),
            ("MCP-Protocol-Version", "2025-11-25"),
            ("Accept", "text/event-stream"));

        using var response = await Client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var received = Gateway.Backend.Single();
        Assert.Equal(method, received.Method);
        Assert.Equal("s-1", received.Headers["Mcp-Session-Id"]);
        Assert.Equal("e-7", received.Headers["Last-Event-ID"]);
        Assert.Equal("2025-11-25", received.Headers["MCP-Protocol-Version"]);
        Assert.Empty(received.Body);
        Assert.DoesNotContain("Transfer-Encoding", received.Headers.Keys);
    }

    [Theory]
    [InlineData("/mcp/other")]
    [InlineData("/mcp/everything/below")]
    [InlineData("/mcp/everything/../other")]
    [InlineData("/mcp/")]
    [InlineData("/mcp/%65verythin%67x")]
    public async Task An_unknown_server_gets_404_with_or_without_a_token(string path)
    {
        using var stranger = Gateway.CreateClient();
        foreach (var client in new[] { stranger, Client })
        {
            using var request = Rpc.Post(Rpc.LegacyCall);
            request.RequestUri = new Uri(path, UriKind.Relative);

            using var response = await client.AskAsync(request);

            await IsRefusedAsync(response, HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task What_is_wrong_first_decides_the_answer()
    {
        using var stranger = Gateway.CreateClient();

        // Everything is wrong with it: host, origin, method, token, body.
        async Task<HttpStatusCode> Ask(string host, string? origin, string method, HttpClient client, string body)
        {
            using var request = Rpc.Post(body);
            request.Method = new HttpMethod(method);
            request.Headers.Host = host;
            if (origin is not null)
                request.With(("Origin", origin));
            using var response = await client.AskAsync(request);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await Ask("evil.example", "https://evil.example", "PUT", stranger, "{"));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask("localhost:8080", "http://evil.test", "PUT", stranger, "{"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await Ask("localhost:8080", null, "PUT", stranger, "{"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask("localhost:8080", null, "POST", stranger, "{"));
        Assert.Equal(HttpStatusCode.BadRequest, await Ask("localhost:8080", null, "POST", Client, "{"));
        Assert.Empty(Gateway.Backend.Received);
    }

    [Fact]
    public async Task A_stage_that_fails_refuses_the_request()
    {
        await using var gateway = await GatewayHost.StartAsync(
            configure: services => services.AddSingleton<TokenCache>(_ => new TokenCache(new BrokenClock())));
        using var client = gateway.CreateAuthorizedClient();

        using var first = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        gateway.Backend.Received.Clear();
        using var second = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, second.StatusCode);
        Assert.Equal(-32603, (int?)(await second.ErrorAsync())["code"]);
        Assert.DoesNotContain("broken", await second.TextAsync());
        Assert.Empty(gateway.Backend.Received);
        Assert.Contains(gateway.Log.Lines, line => line.Contains("The clock is broken", StringComparison.Ordinal));
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("The clock is broken.");
    }
}
