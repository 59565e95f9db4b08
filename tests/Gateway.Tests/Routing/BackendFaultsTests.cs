using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Routing;

public sealed class BackendFaultsTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Fact]
    public async Task A_backend_that_is_down_gives_502_with_the_id_of_the_request()
    {
        await using var gateway = await GatewayHost.StartAsync();
        await gateway.Backend.DisposeAsync();
        using var client = gateway.CreateAuthorizedClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(-32603, (int?)(await response.ErrorAsync())["code"]);
        Assert.Equal(7, (int?)JsonNode.Parse(await response.TextAsync())!["id"]);
        Assert.Contains(
            gateway.Log.Lines,
            line => line.StartsWith("Warning: The backend of everything failed: backend_unreachable, method tools"));
    }

    [Fact]
    public async Task A_backend_that_comes_up_again_is_reached_again()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.CreateAuthorizedClient();
        var port = gateway.Backend.Endpoint.Port;
        await gateway.Backend.DisposeAsync();
        using var down = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        await using var revived = await LoopbackHost.StartAsync(ScriptedBackend.Json(Rpc.Answer), port);
        using var up = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.BadGateway, down.StatusCode);
        Assert.Equal(HttpStatusCode.OK, up.StatusCode);
    }

    [Fact]
    public async Task A_backend_that_closes_without_an_answer_gives_502()
    {
        Gateway.Backend.Answer = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(-32603, (int?)(await response.ErrorAsync())["code"]);
        Assert.Single(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData(200, "text/html", 502)]
    [InlineData(200, "text/plain", 502)]
    [InlineData(301, "application/json", 502)]
    [InlineData(302, "text/html", 502)]
    [InlineData(307, "application/json", 502)]
    [InlineData(401, "application/json", 502)]
    [InlineData(407, "application/json", 502)]
    [InlineData(404, "text/html", 404)]
    [InlineData(400, "text/plain", 400)]
    [InlineData(500, "text/html", 502)]
    [InlineData(503, "text/plain", 502)]
    [InlineData(500, null, 502)]
    public async Task An_answer_that_clients_cannot_use_becomes_a_JSON_RPC_error(int status, string? type, int expected)
    {
        Gateway.Backend.Answer = http =>
        {
            http.Response.Headers.Location = "http://169.254.169.254/";
            if (type is not null)
                return ScriptedBackend.Text("secret stack trace", type, status)(http);

            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.NotNull((await response.ErrorAsync())["code"]);
        Assert.DoesNotContain("secret", await response.TextAsync());
        Assert.Null(response.Headers.Location);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(406)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_error_in_JSON_comes_through_unchanged(int status)
    {
        const string Body = """{"jsonrpc":"2.0","id":7,"error":{"code":-32001,"message":"Session not found"}}""";
        Gateway.Backend.Answer = ScriptedBackend.Json(Body, status);

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(Body, await response.TextAsync());
    }

    [Theory]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(405)]
    [InlineData(404)]
    public async Task An_answer_without_body_comes_through(int status)
    {
        Gateway.Backend.Answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Allow = "POST";
            return Task.CompletedTask;
        };

        using var response = await Client.AskAsync(Rpc.Post("""{"jsonrpc":"2.0","method":"notifications/x"}"""));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("POST", Assert.Single(response.Content.Headers.Allow));
        Assert.Equal("", await response.TextAsync());
    }
}
