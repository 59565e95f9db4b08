using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>
/// A server that asks on the stream of the session while it works on a call, as those do that do not say to which
/// request a question belongs.
/// </summary>
public sealed class StandingQuestionTests : IAsyncLifetime
{
    private const string Capabilities = """{"roots":{},"elicitation":{}}""";

    private readonly Channel<string> _standing = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<JsonNode> _answers = new();
    private readonly RecordingTalk _talk = new();
    private GatewayHost _gateway = null!;

    private IUpstream Upstream => _gateway.Upstream();

    private int Gets => _gateway.Backend.Received.Count(it => it.Method == "GET");

    private Func<HttpContext, JsonNode, Task> Call { get; set; } = (http, message) =>
        ScriptedMcp.ResultAsync(http, message, "{}");

    /// <summary>What it does with a GET.</summary>
    private RequestDelegate Get { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Get = StandAsync;
        _gateway = await ScriptedMcp.StartAsync(AnswerAsync, new()
        {
            ["Mcp:Servers:everything:Era"] = "Legacy",
            ["Mcp:BackendTimeout"] = "00:00:01",
        });
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData(McpEra.Legacy)]
    [InlineData(McpEra.Modern)]
    public async Task It_is_answered_by_the_call_that_goes_on(object era)
    {
        _talk.Answer = (method, _, _) => Task.FromResult($$"""{"said":"{{method}}"}""");
        Call = (http, message) => AskAsync(http, message, "roots/list", () => _answers.Count == 1);

        await Upstream.ResultAsync(UpstreamCalls.Caller((McpEra)era, Capabilities).Tool("a"), _talk).Within();

        Assert.Equal("roots/list", (string?)Assert.Single(_answers)["result"]!["said"]);
    }

    [Fact]
    public async Task Calls_one_after_the_other_share_the_stream()
    {
        var caller = UpstreamCalls.Caller(McpEra.Legacy, Capabilities);
        await Upstream.ResultAsync(caller.Tool("a"), _talk);
        Call = (http, message) => AskAsync(http, message, "roots/list", () => _answers.Count == 1);

        await Upstream.ResultAsync(caller.Tool("b"), _talk).Within();

        Assert.Equal(1, Gets);
        Assert.NotNull(Assert.Single(_answers)["result"]);
    }

    [Fact]
    public async Task A_caller_who_cannot_be_asked_opens_no_stream()
    {
        await Upstream.ResultAsync(UpstreamCalls.Caller(McpEra.Legacy, """{"experimental":{}}""").Tool("a"), _talk);

        Assert.Equal(0, Gets);
    }

    [Fact]
    public async Task A_server_without_a_stream_is_asked_for_it_once()
    {
        Get = ScriptedBackend.Text("", "", 405);
        var caller = UpstreamCalls.Caller(McpEra.Legacy, Capabilities);

        await Upstream.ResultAsync(caller.Tool("a"), _talk);
        await Upstream.ResultAsync(caller.Tool("b"), _talk);

        Assert.Equal(1, Gets);
    }

    [Fact]
    public async Task A_server_whose_stream_does_not_begin_holds_up_no_call()
    {
        Get = http => Task.Delay(Timeout.Infinite, http.RequestAborted);

        await Upstream.ResultAsync(UpstreamCalls.Caller(McpEra.Legacy, Capabilities).Tool("a"), _talk).Within();
    }

    [Fact]
    public async Task A_question_that_outlives_its_call_is_refused()
    {
        _talk.Answer = async (_, _, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return "{}";
        };
        Call = (http, message) => AskAsync(http, message, "roots/list", () => !_talk.Heard.IsEmpty);

        await Upstream.ResultAsync(UpstreamCalls.Caller(McpEra.Legacy, Capabilities).Tool("a"), _talk).Within();

        await Eventually.HoldsAsync(() => _answers.Count == 1, "the question is refused");
        Assert.NotNull(_answers.First()["error"]);
    }

    [Fact]
    public async Task A_server_that_waits_for_its_answer_is_not_silent()
    {
        // Longer than the server may be silent.
        _talk.Answer = async (_, _, cancellation) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2.5), cancellation);
            return "{}";
        };
        Call = (http, message) => AskAsync(http, message, "roots/list", () => _answers.Count == 1);

        await Upstream.ResultAsync(UpstreamCalls.Caller(McpEra.Legacy, Capabilities).Tool("a"), _talk).Within();

        Assert.Single(_answers);
    }

    /// <summary>Begins the call's own stream, asks on the session's, and answers when it knows enough.</summary>
    private async Task AskAsync(HttpContext http, JsonNode message, string method, Func<bool> isEnough)
    {
        await ScriptedMcp.EventsAsync(http, ":\n\n");
        _standing.Writer.TryWrite($$$"""{"jsonrpc":"2.0","id":"q1","method":"{{{method}}}","params":{}}""");
        await Eventually.HoldsAsync(isEnough, "it knows enough");
        var id = message["id"]!.ToJsonString();
        await http.Response.WriteAsync("data: {\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}\n\n");
    }

    private async Task StandAsync(HttpContext http)
    {
        await ScriptedMcp.EventsAsync(http, ":\n\n");
        await foreach (var message in _standing.Reader.ReadAllAsync(http.RequestAborted))
        {
            await http.Response.WriteAsync($"data: {message}\n\n");
            await http.Response.Body.FlushAsync();
        }
    }

    private Task AnswerAsync(HttpContext http, JsonNode message)
    {
        http.Response.Headers["Mcp-Session-Id"] = "session";
        if (http.Request.Method == "GET")
            return Get(http);
        if ((string?)message["method"] == "initialize")
            return ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Initialized);
        if (message["id"] is not null && message["method"] is not null)
            return Call(http, message);

        if (message["id"] is not null)
            _answers.Enqueue(message);
        return ScriptedBackend.Text("", "", 202)(http);
    }
}
