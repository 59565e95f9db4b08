using System.Text.Json.Nodes;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>Sessions with the reference server, which serves only those here.</summary>
public sealed class LegacyEverythingTests : IAsyncLifetime
{
    private static readonly UpstreamCaller Able = UpstreamCalls.Caller(
        McpEra.Legacy, """{"sampling":{},"elicitation":{},"roots":{"listChanged":true}}""");

    private readonly RecordingTalk _talk = new();
    private EverythingHost _backend = null!;
    private GatewayHost _gateway = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IUpstream Upstream => _gateway.Upstream();

    public async ValueTask InitializeAsync()
    {
        _backend = EverythingHost.Start("legacy");
        _gateway = await GatewayHost.StartAsync(
            new()
            {
                ["Mcp:Servers:everything:Url"] = _backend.Endpoint.AbsoluteUri,
                ["Mcp:Servers:everything:Era"] = "Auto",
            });
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task Calls_of_both_eras_reach_it()
    {
        var legacy = await Upstream.ResultAsync(Able.Tool("test_simple_text"));
        var modern = await Upstream.ResultAsync(UpstreamCalls.Modern.Tool("test_simple_text"));

        Assert.Equal(legacy.TextOf(), modern.TextOf());
    }

    [Fact]
    public async Task Progress_comes_without_a_token()
    {
        await Upstream.ResultAsync(Able.Tool("test_tool_with_progress") with { WantsProgress = true }, _talk);

        Assert.NotEmpty(_talk.Heard);
        Assert.All(_talk.Heard, heard => Assert.DoesNotContain("progressToken", heard, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_is_asked_and_its_answer_reaches_the_tool()
    {
        _talk.Answer = (method, _, _) => Task.FromResult(
            method == "sampling/createMessage"
                ? """{"role":"assistant","model":"m","content":{"type":"text","text":"from the test"}}"""
                : "{}");

        var result = await Upstream.ResultAsync(Able.Tool("test_sampling", """{"prompt":"hello"}"""), _talk);

        Assert.Contains("from the test", result.TextOf(), StringComparison.Ordinal);
        Assert.StartsWith("sampling/createMessage {", Assert.Single(_talk.Heard), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_elicitation_is_asked_and_its_answer_reaches_the_tool()
    {
        _talk.Answer = (_, _, _) => Task.FromResult(
            """{"action":"accept","content":{"username":"alice","email":"a@example.com"}}""");

        var result = await Upstream.ResultAsync(Able.Tool("test_elicitation", """{"message":"who?"}"""), _talk);

        Assert.Contains("alice", result.TextOf(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_who_declared_nothing()
    {
        await Upstream.CallAsync(
            UpstreamCalls.Legacy.Tool("test_sampling", """{"prompt":"hello"}"""), _talk, Stop);

        Assert.Empty(_talk.Heard);
    }

    [Fact]
    public async Task Logs_come_by_the_level_that_the_caller_set()
    {
        await Upstream.ResultAsync(UpstreamCalls.Modern.Tool("test_tool_with_logging"), _talk);
        Assert.Empty(_talk.Heard);

        await Upstream.ResultAsync(
            (UpstreamCalls.Modern with { LogLevel = "info" }).Tool("test_tool_with_logging"), _talk);
        Assert.NotEmpty(_talk.Heard);
        Assert.All(_talk.Heard, heard => Assert.StartsWith("notifications/message", heard, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_the_server_closes_is_resumed()
    {
        var result = await Upstream.ResultAsync(Able.Tool("test_reconnection"));

        Assert.Contains("completed", result.TextOf(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_restarted_gets_a_new_session_and_the_call()
    {
        await Upstream.ResultAsync(Able.Tool("test_simple_text"));
        var port = _backend.Endpoint.Port;
        await _backend.DisposeAsync();
        _backend = EverythingHost.Start("legacy", port);

        var result = await Upstream.ResultAsync(Able.Tool("test_simple_text"));

        Assert.NotEmpty(result.TextOf());
    }

    [Fact]
    public async Task Errors_and_lists_come_as_they_are()
    {
        var error = await Upstream.ErrorAsync(Able.Tool("no-such-tool"));
        var list = await Upstream.ResultAsync(Able.Of("tools/list"));

        Assert.Equal(-32602, (int?)error["code"]);
        Assert.IsType<JsonArray>(list["tools"]);
    }
}
