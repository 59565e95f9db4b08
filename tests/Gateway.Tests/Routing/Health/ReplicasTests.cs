using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Routing.Health;

/// <summary>A server with two backends behind a running gateway.</summary>
public sealed class ReplicasTests : IAsyncLifetime
{
    private static readonly RequestDelegate Good = ScriptedBackend.Json("""{"jsonrpc":"2.0","id":7,"result":{}}""");

    private ScriptedBackend _second = null!;

    public async ValueTask InitializeAsync() => _second = await ScriptedBackend.StartAsync();

    public ValueTask DisposeAsync() => _second.DisposeAsync();

    [Fact]
    public async Task Calls_are_spread_over_both()
    {
        await using var gateway = await StartAsync(_second.Endpoint);
        using var client = gateway.CreateAuthorizedClient();

        for (var i = 0; i < 40; i++)
            Assert.Equal(HttpStatusCode.OK, await CallAsync(client));

        Assert.NotEmpty(gateway.Backend.Received);
        Assert.NotEmpty(_second.Received);
        Assert.Equal(40, gateway.Backend.Received.Count + _second.Received.Count);
    }

    [Fact]
    public async Task A_request_that_could_not_be_sent_goes_to_the_other()
    {
        await using var gateway = await StartAsync(new Uri($"http://127.0.0.1:{Ports.TakeFree()}/mcp"));
        using var client = gateway.CreateAuthorizedClient();

        for (var i = 0; i < 40; i++)
            Assert.Equal(HttpStatusCode.OK, await CallAsync(client));

        Assert.Equal(40, gateway.Backend.Received.Count);
        Assert.All(gateway.Backend.Received, it => Assert.Equal(Rpc.LegacyCall.Length, it.Body.Length));
        Assert.Single(gateway.Log.Lines, line => line.Contains("keeps failing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trial_that_could_not_be_sent_costs_no_call_and_closes_nothing()
    {
        await using var gateway = await StartAsync(
            new Uri($"http://127.0.0.1:{Ports.TakeFree()}/mcp"),
            new()
            {
                ["Mcp:Servers:everything:Circuit:Failures"] = "1",
                ["Mcp:Servers:everything:Circuit:Break"] = "00:00:00.1",
            });
        using var client = gateway.CreateAuthorizedClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.Equal(HttpStatusCode.OK, await CallAsync(client));
                return gateway.Log.Lines.Any(line => line.Contains("keeps failing", StringComparison.Ordinal));
            },
            "the circuit is open");

        using var later = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        while (!later.IsCancellationRequested)
            Assert.Equal(HttpStatusCode.OK, await CallAsync(client));

        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains("answers again", StringComparison.Ordinal));
    }

    /// <summary>The tool may have run: whether the backend died before or after that, nobody can tell.</summary>
    [Fact]
    public async Task A_request_that_was_sent_goes_nowhere_else()
    {
        await using var gateway = await StartAsync(
            _second.Endpoint, new() { ["Mcp:Servers:everything:Circuit:Enabled"] = "false" });
        using var client = gateway.CreateAuthorizedClient();
        _second.Answer = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };

        var lost = 0;
        for (var i = 0; i < 40; i++)
            lost += await CallAsync(client) == HttpStatusCode.BadGateway ? 1 : 0;

        Assert.NotEqual(0, lost);
        Assert.Equal(lost, _second.Received.Count);
        Assert.Equal(40 - lost, gateway.Backend.Received.Count);
    }

    [Fact]
    public async Task One_that_says_it_wants_no_more_gets_none_until_it_does()
    {
        var isReady = false;
        _second.Answer = http =>
        {
            http.Response.StatusCode = http.Request.Path == "/health" && !isReady ? 503 : 200;
            return http.Request.Path == "/health" ? Task.CompletedTask : Good(http);
        };
        await using var gateway = await StartAsync(_second.Endpoint, new()
        {
            ["Mcp:Servers:everything:Health:Path"] = "/health",
            ["Mcp:Servers:everything:Health:Interval"] = "00:00:00.1",
        });
        using var client = gateway.CreateAuthorizedClient();

        await gateway.Log.SaysAsync("gets no more requests while others do: status 503");
        Clear(gateway);
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, await CallAsync(client));
        Assert.DoesNotContain(_second.Received, it => it.Target == "/mcp");

        isReady = true;
        await gateway.Log.SaysAsync("is healthy again");
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, await CallAsync(client));
        Assert.Contains(_second.Received, it => it.Target == "/mcp");
    }

    [Fact]
    public async Task When_all_say_they_want_no_more_all_are_used()
    {
        await using var gateway = await StartAsync(_second.Endpoint, new()
        {
            ["Mcp:Servers:everything:Health:Interval"] = "00:00:00.1",
        });
        using var client = gateway.CreateAuthorizedClient();
        gateway.Backend.Answer = _second.Answer = http =>
        {
            http.Response.StatusCode = http.Request.Headers["Mcp-Method"] == "server/discover" ? 503 : 200;
            return http.Response.StatusCode == 503 ? Task.CompletedTask : Good(http);
        };
        await Eventually.HoldsAsync(
            () => gateway.Log.Lines.Count(line => line.Contains("gets no more", StringComparison.Ordinal)) == 2,
            "both are unhealthy");

        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, await CallAsync(client));
    }

    [Fact]
    public async Task A_probe_asks_what_every_modern_server_answers_and_a_refusal_is_a_sign_of_life()
    {
        await using var gateway = await StartAsync(_second.Endpoint, new()
        {
            ["Mcp:Servers:everything:Health:Interval"] = "00:00:00.1",
        });
        gateway.Backend.Answer = ScriptedBackend.Text("Bad Request", "text/plain", 400);
        _second.Answer = ScriptedBackend.Text("Oops", "text/plain", 500);

        await gateway.Log.SaysAsync("gets no more requests while others do: status 500");

        var probe = gateway.Backend.Received.First();
        Assert.Equal(("POST", "/mcp"), (probe.Method, probe.Target));
        Assert.Equal("2026-07-28", probe.Headers["MCP-Protocol-Version"]);
        Assert.Equal("server/discover", probe.Headers["Mcp-Method"]);
        Assert.Contains("\"method\":\"server/discover\"", System.Text.Encoding.UTF8.GetString(probe.Body));
        Assert.DoesNotContain("Authorization", probe.Headers.Keys);
        Assert.DoesNotContain("Mcp-Session-Id", probe.Headers.Keys);
        Assert.Single(gateway.Log.Lines, line => line.Contains("gets no more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_single_backend_is_not_probed_unless_configured()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.CreateAuthorizedClient();

        await CallAsync(client);

        Assert.Equal("tools/call", (string?)System.Text.Json.Nodes.JsonNode.Parse(gateway.Backend.Single().Body)!["method"]);
    }

    private static async Task<HttpStatusCode> CallAsync(HttpClient client)
    {
        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        return response.StatusCode;
    }

    private static async Task<GatewayHost> StartAsync(Uri second, Dictionary<string, string?>? settings = null)
    {
        var all = new Dictionary<string, string?>(settings ?? [])
        {
            ["Mcp:Servers:everything:Urls:0"] = second.AbsoluteUri,
        };
        all.TryAdd("Mcp:Servers:everything:Circuit:Enabled", "true");
        // Unless a test is about them, probes would be among what the backends received.
        if (settings?.Keys.Any(key => key.Contains(":Health:", StringComparison.Ordinal)) != true)
            all["Mcp:Servers:everything:Health:Enabled"] = "false";
        return await GatewayHost.StartAsync(all);
    }

    private void Clear(GatewayHost gateway)
    {
        gateway.Backend.Received.Clear();
        _second.Received.Clear();
    }
}
