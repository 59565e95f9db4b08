using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Bridge.Modern;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Routing.Health;

/// <summary>
/// What opens a server's circuit, whichever way its calls take: a server that answers everything but calls, so that
/// what it answers in between speaks for it.
/// </summary>
public sealed class CircuitOpensTests
{
    /// <summary>More would be a server that is asked for ever.</summary>
    private const int Patience = 45;

    public static MatrixTheoryData<string, string> Broken => new(
        ["passed through", "bridged to legacy", "federated", "federated from legacy"],
        ["page", "garbage", "wrong id", "twice", "garbage in a stream", "silent stream"]);

    public static MatrixTheoryData<string, string> Working => new(
        ["passed through", "bridged to legacy", "federated", "federated from legacy"],
        ["error", "error with 500", "too slow", "too slow in a stream", "tool error"]);

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Answers_that_are_none_open_it(string way, string answer)
    {
        await using var gateway = await StartAsync(way, answer);
        using var client = Client(gateway, way);

        for (var calls = 0; !gateway.Log.Lines.Any(IsOpened); calls++)
        {
            Assert.True(calls < Patience, $"It is still asked after {calls} calls.");
            var (status, error) = await CallAsync(client, way);
            Assert.True(status == HttpStatusCode.BadGateway || status == HttpStatusCode.OK, $"{status}");
            Assert.Equal(-32603, error);
        }

        gateway.Backend.Received.Clear();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, -32603), await CallAsync(client, way));
        Assert.Empty(gateway.Backend.Received);
    }

    [Theory]
    [MemberData(nameof(Working))]
    public async Task Tools_that_fail_or_are_slow_do_not(string way, string answer)
    {
        await using var gateway = await StartAsync(way, answer);
        using var client = Client(gateway, way);

        for (var round = 0; round < 2; round++)
        {
            var calls = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CallAsync(client, way)));
            Assert.DoesNotContain(calls, call => call.Status == HttpStatusCode.ServiceUnavailable);
        }

        Assert.DoesNotContain(gateway.Log.Lines, IsOpened);
    }

    private static bool IsOpened(string line) => line.Contains("keeps failing", StringComparison.Ordinal);

    private static async Task<GatewayHost> StartAsync(string way, string answer)
    {
        var isLegacy = way is "bridged to legacy" or "federated from legacy";
        var gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:BackendTimeout"] = "00:00:00.2",
            ["Mcp:StreamIdleTimeout"] = "00:00:01",
            ["Mcp:Servers:everything:Era"] = way == "passed through" ? "Both" : isLegacy ? "Legacy" : "Modern",
            ["Mcp:Servers:everything:Circuit:Enabled"] = "true",
            ["Mcp:Servers:everything:Circuit:Failures"] = "3",
        });
        gateway.Backend.Answer = ScriptedMcp.Answering((http, message) => (string?)message["method"] switch
        {
            "server/discover" => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered),
            "initialize" => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Initialized),
            "tools/list" => ScriptedMcp.ResultAsync(
                http, message, """{"tools":[{"name":"echo","inputSchema":{"type":"object"}}]}"""),
            "tools/call" => AnswerAsync(http, message, answer),
            _ => AcceptAsync(http),
        });
        return gateway;
    }

    private static Task AcceptAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private static Task AnswerAsync(HttpContext http, JsonNode message, string answer)
    {
        var id = message["id"]!.ToJsonString();
        return answer switch
        {
            "page" => ScriptedBackend.Text("<h1>It works</h1>", "text/html")(http),
            "garbage" => ScriptedBackend.Json("<html>")(http),
            "wrong id" => ScriptedBackend.Json("""{"jsonrpc":"2.0","id":"other","result":{}}""")(http),
            "twice" => ScriptedMcp.ResultAsync(http, message, """{"content":[],"content":[]}"""),
            "garbage in a stream" => ScriptedMcp.EventsAsync(http, "data: {\n\n"),
            "silent stream" => ScriptedMcp.EventsAsync(http, ":\n\n"),
            "error" => ScriptedMcp.ErrorAsync(http, message, -32000, StatusCodes.Status200OK),
            "error with 500" => ScriptedMcp.ErrorAsync(http, message, -32000, StatusCodes.Status500InternalServerError),
            "tool error" => ScriptedMcp.ResultAsync(http, message, """{"content":[],"isError":true}"""),
            "too slow" => Task.Delay(Timeout.Infinite, http.RequestAborted),
            _ => DawdleAsync(http),
        };
    }

    private static async Task DawdleAsync(HttpContext http)
    {
        await ScriptedMcp.EventsAsync(http, ":\n\n");
        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    }

    private static ModernClient Client(GatewayHost gateway, string way) =>
        way.StartsWith("federated", StringComparison.Ordinal) ? new(gateway, path: "/mcp") : new(gateway);

    private static async Task<(HttpStatusCode Status, int? Error)> CallAsync(ModernClient client, string way)
    {
        var name = way.StartsWith("federated", StringComparison.Ordinal) ? "everything_echo" : "echo";
        var (status, message) = await client.AskAsync("tools/call", $$"""
            "name":"{{name}}","arguments":{}
            """);
        return (status, (int?)message["error"]?["code"]);
    }
}
