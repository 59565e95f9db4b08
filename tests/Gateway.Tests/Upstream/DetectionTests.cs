using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Upstream;

public sealed class DetectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, -32020, true)]
    [InlineData(400, -32021, true)]
    [InlineData(400, -32022, false)]
    [InlineData(400, -32600, false)]
    [InlineData(404, -32601, false)]
    [InlineData(200, -32601, false)]
    [InlineData(400, -32000, false)]
    public async Task An_error_of_discover_says_the_era(int status, int code, bool isModern)
    {
        await using var gateway = await StartAsync((http, message) => Method(message) switch
        {
            "server/discover" => ScriptedMcp.ErrorAsync(http, message, code, status),
            "initialize" => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Initialized),
            _ => ScriptedBackend.Text("", "", 202)(http),
        });

        var description = await gateway.Upstream().DescribeAsync(Stop);

        Assert.Equal((isModern, true), (description.IsModern, description.IsLegacy));
    }

    [Fact]
    public async Task The_probing_session_is_ended()
    {
        await using var gateway = await StartAsync((http, message) =>
        {
            http.Response.Headers["Mcp-Session-Id"] = "probe";
            return Method(message) switch
            {
                "server/discover" => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered),
                "initialize" => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Initialized),
                _ => ScriptedBackend.Text("", "", 202)(http),
            };
        });

        var description = await gateway.Upstream().DescribeAsync(Stop);

        Assert.True(description is { IsModern: true, IsLegacy: true });
        var last = gateway.Backend.Received.Last();
        Assert.Equal(("DELETE", "probe"), (last.Method, last.Headers["Mcp-Session-Id"]));
    }

    [Theory]
    [InlineData("timeout")]
    [InlineData("503")]
    [InlineData("html")]
    [InlineData("empty")]
    public async Task Silence_and_garbage_are_failures_and_no_era(string fault)
    {
        await using var gateway = await StartAsync((http, message) => (Method(message), fault) switch
        {
            ("initialize", _) => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Initialized),
            (_, "timeout") => Task.Delay(Timeout.Infinite, http.RequestAborted),
            (_, "503") => ScriptedBackend.Text("busy", "text/plain", 503)(http),
            (_, "html") => ScriptedBackend.Text("<html>", "text/html")(http),
            _ => ScriptedBackend.Text("", "application/json")(http),
        });

        await Assert.ThrowsAsync<UpstreamException>(async () => await gateway.Upstream().DescribeAsync(Stop));

        Assert.DoesNotContain(gateway.Backend.Received, request => Method(request) == "initialize");
    }

    [Fact]
    public async Task A_modern_server_is_never_taken_for_an_older_one()
    {
        var isPoisoned = false;
        await using var gateway = await StartAsync((http, message) => (Method(message), isPoisoned) switch
        {
            ("server/discover", false) => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered),
            ("initialize", _) => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Initialized),
            (_, true) => ScriptedBackend.Text("bad", "text/plain", 400)(http),
            _ => ScriptedMcp.ResultAsync(http, message, "{}"),
        });
        var upstream = gateway.Upstream();
        await upstream.ResultAsync(UpstreamCalls.Modern.Tool("a"));

        isPoisoned = true;
        await FailsAsync(() => upstream.CallAsync(UpstreamCalls.Modern.Tool("a"), new RecordingTalk(), Stop));
        await Eventually.HoldsAsync(
            async () => !await SucceedsAsync(() => upstream.DescribeAsync(Stop).AsTask()), "it is asked anew");
        await FailsAsync(() => upstream.CallAsync(UpstreamCalls.Modern.Tool("a"), new RecordingTalk(), Stop));

        Assert.Equal("2026-07-28", gateway.Backend.Received.Last().Headers["MCP-Protocol-Version"]);
        Assert.Contains(
            gateway.Log.Lines, line => line.Contains("Mcp:Servers:everything:Era", StringComparison.Ordinal));

        isPoisoned = false;
        await Eventually.HoldsAsync(
            async () => await SucceedsAsync(() => upstream.DescribeAsync(Stop).AsTask()), "it is described again");
        await upstream.ResultAsync(UpstreamCalls.Modern.Tool("a"));
    }

    [Theory]
    [InlineData("Modern")]
    [InlineData("Legacy")]
    public async Task While_a_server_is_asked_anew_nobody_waits(string era)
    {
        var isBad = false;
        await using var gateway = await StartAsync(
            (http, message) => (Method(message), isBad) switch
            {
                ("server/discover" or "initialize", true) => Task.Delay(Timeout.Infinite, http.RequestAborted),
                ("server/discover", false) => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered),
                ("initialize", false) => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Initialized),
                ("tools/call", true) => ScriptedBackend.Text("<html>", "text/html")(http),
                _ => ScriptedMcp.ResultAsync(http, message, "{}"),
            },
            era);
        var upstream = gateway.Upstream();
        await upstream.ResultAsync(UpstreamCalls.Modern.Tool("a"));
        var known = await upstream.DescribeAsync(Stop);
        var asked = Asked();

        isBad = true;
        await FailsAsync(() => upstream.CallAsync(UpstreamCalls.Modern.Tool("a"), new RecordingTalk(), Stop));
        await Eventually.HoldsAsync(
            () =>
            {
                var described = upstream.DescribeAsync(Stop);
                Assert.True(described.IsCompletedSuccessfully);
                Assert.Same(known, described.Result);
                return Asked() > asked;
            },
            "it is asked anew");

        int Asked() => gateway.Backend.Received.Count(it => Method(it) is "server/discover" or "initialize");
    }

    [Theory]
    [InlineData("Modern", "server/discover")]
    [InlineData("Legacy", "initialize")]
    public async Task A_configured_era_is_not_found_out(string era, string asked)
    {
        await using var gateway = await StartAsync(
            (http, message) => Method(message) switch
            {
                "server/discover" => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered),
                "initialize" => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Initialized),
                _ => ScriptedBackend.Text("", "", 202)(http),
            },
            era);

        var description = await gateway.Upstream().DescribeAsync(Stop);

        Assert.Equal((era == "Modern", era == "Legacy"), (description.IsModern, description.IsLegacy));
        Assert.Equal([asked], gateway.Backend.Received.Select(Method).Where(method => method?[0] is 's' or 'i'));
    }

    [Fact]
    public async Task Callers_at_once_share_one_detection()
    {
        var release = new TaskCompletionSource();
        await using var gateway = await StartAsync(
            async (http, message) =>
            {
                await release.Task;
                await ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered);
            },
            "Modern");
        var upstream = gateway.Upstream();

        var all = Enumerable.Range(0, 8).Select(_ => upstream.DescribeAsync(Stop).AsTask()).ToArray();
        release.SetResult();

        var descriptions = await Task.WhenAll(all).Within();
        Assert.All(descriptions, description => Assert.Same(descriptions[0], description));
        Assert.Single(gateway.Backend.Received);
    }

    private static Task<GatewayHost> StartAsync(Func<HttpContext, JsonNode, Task> answer, string era = "Auto") =>
        ScriptedMcp.StartAsync(answer, new()
        {
            ["Mcp:Servers:everything:Era"] = era,
            ["Mcp:BackendTimeout"] = "00:00:02",
        });

    private static string? Method(JsonNode message) => (string?)message["method"];

    private static string? Method(ReceivedRequest request) =>
        request.Body.Length == 0 ? null : Method(JsonNode.Parse(request.Body)!);

    private static Task FailsAsync(Func<Task> action) => Assert.ThrowsAsync<UpstreamException>(action);

    private static async Task<bool> SucceedsAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (UpstreamException)
        {
            return false;
        }
    }
}
