using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>Sessions with a server that does what the test says.</summary>
public sealed class LegacyLegTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Session, JsonNode Message)> _posted = new();
    private readonly RecordingTalk _talk = new();
    private GatewayHost _gateway = null!;
    private int _sessions;
    private string? _lost;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IUpstream Upstream => _gateway.Upstream();

    /// <summary>What it does with a call.</summary>
    private Func<HttpContext, JsonNode, Task> Call { get; set; } =
        (http, message) => ScriptedMcp.ResultAsync(http, message, "{}");

    public async ValueTask InitializeAsync() => _gateway = await ScriptedMcp.StartAsync(AnswerAsync, new()
    {
        ["Mcp:Servers:everything:Era"] = "Legacy",
        ["Mcp:BackendTimeout"] = "00:00:05",
    });

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_caller_has_one_session_and_others_have_others()
    {
        var alice = UpstreamCalls.Caller(McpEra.Legacy, key: "alice");
        var bob = UpstreamCalls.Caller(McpEra.Legacy, key: "bob");

        await Task.WhenAll(
            Upstream.ResultAsync(alice.Tool("a")), Upstream.ResultAsync(alice.Tool("a")),
            Upstream.ResultAsync(bob.Tool("b")), Upstream.ResultAsync(alice.Tool("a")));

        Assert.Equal(2, _sessions);
        Assert.Single(Sessions("a").Distinct());
        Assert.NotEqual(Sessions("a")[0], Sessions("b")[0]);
        Assert.DoesNotContain(_posted, it => it.Message.ToJsonString().Contains("alice", StringComparison.Ordinal));
    }

    /// <summary>Those of a modern client may differ from request to request, those of a session cannot.</summary>
    [Fact]
    public async Task A_caller_that_declares_something_else_has_another_session()
    {
        await Upstream.ResultAsync(UpstreamCalls.Caller(McpEra.Legacy, """{"roots":{}}""").Tool("a"));
        await Upstream.ResultAsync(UpstreamCalls.Caller(McpEra.Legacy, "{}").Tool("b"));
        await Upstream.ResultAsync(UpstreamCalls.Caller(McpEra.Legacy, """{"roots":{}}""").Tool("c"));

        Assert.Equal(2, _sessions);
        Assert.Equal(Sessions("a"), Sessions("c"));
        Assert.NotEqual(Sessions("a"), Sessions("b"));
    }

    [Fact]
    public async Task What_the_caller_declared_is_declared_in_the_session()
    {
        var caller = UpstreamCalls.Caller(McpEra.Legacy, """{"roots":{}}""");

        await Upstream.ResultAsync(caller.Tool("a"));

        var parameters = _posted.First(it => Method(it.Message) == "initialize").Message["params"]!;
        Assert.Equal("""{"roots":{}}""", parameters["capabilities"]!.ToJsonString());
        Assert.Equal("test", (string?)parameters["clientInfo"]!["name"]);
        Assert.Contains(_posted, it => Method(it.Message) == "notifications/initialized");
        var headers = _gateway.Backend.Received.Last().Headers;
        Assert.Equal("2025-11-25", headers["MCP-Protocol-Version"]);
        Assert.DoesNotContain("Mcp-Method", headers.Keys);
    }

    [Fact]
    public async Task A_lost_session_is_replaced_and_the_call_made_once()
    {
        await Upstream.ResultAsync(UpstreamCalls.Legacy.Tool("a"));
        _lost = "session-1";

        await Upstream.ResultAsync(UpstreamCalls.Legacy.Tool("b"));

        Assert.Equal(2, _sessions);
        Assert.Equal(["session-2"], Sessions("b"));
    }

    [Fact]
    public async Task A_session_that_is_lost_at_once_again_is_an_error()
    {
        await Upstream.ResultAsync(UpstreamCalls.Legacy.Tool("a"));
        _lost = "*";

        await Assert.ThrowsAsync<UpstreamException>(() => Upstream.ResultAsync(UpstreamCalls.Legacy.Tool("b")));

        Assert.Equal(2, _sessions);
    }

    [Fact]
    public async Task An_open_question_does_not_hold_up_the_stream()
    {
        var answer = new TaskCompletionSource<string>();
        _talk.Answer = (_, _, _) => answer.Task;
        Call = async (http, message) =>
        {
            await ScriptedMcp.EventsAsync(
                http,
                Event("""{"jsonrpc":"2.0","id":"q1","method":"roots/list","params":{}}"""),
                Event("""{"jsonrpc":"2.0","method":"notifications/message","params":{"data":1}}"""));
            await Eventually.HoldsAsync(() => Answered("q1"), "the question is answered");
            await http.Response.WriteAsync(Event(Result(message)));
        };

        var call = Upstream.ResultAsync(UpstreamCalls.Caller(McpEra.Legacy, """{"roots":{}}""").Tool("a"), _talk);
        await Eventually.HoldsAsync(() => _talk.Heard.Count == 2, "both have been heard");
        answer.SetResult("""{"roots":[]}""");

        await call.Within();
        Assert.StartsWith("roots/list", _talk.Heard.First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sampling/createMessage", "{}", """{"roots":{}}""")]
    [InlineData("elicitation/create", """{"mode":"url"}""", """{"elicitation":{"form":{}}}""")]
    [InlineData("elicitation/create", """{"mode":"form"}""", """{"elicitation":{"url":{}}}""")]
    [InlineData("roots/list", "{}", "{}")]
    [InlineData("unheard/of", "{}", """{"roots":{},"sampling":{},"elicitation":{}}""")]
    public async Task A_question_that_nobody_offered_to_answer_is_refused(
        string method, string parameters, string capabilities)
    {
        Call = AskingCall($$"""{"jsonrpc":"2.0","id":7,"method":"{{method}}","params":{{parameters}}}""", "7");

        await Upstream.ResultAsync(UpstreamCalls.Caller(McpEra.Legacy, capabilities).Tool("a"), _talk).Within();

        Assert.Empty(_talk.Heard);
        Assert.Equal(-32601, (int?)AnswerTo("7")!["error"]!["code"]);
    }

    [Fact]
    public async Task A_ping_is_answered_without_asking()
    {
        Call = AskingCall("""{"jsonrpc":"2.0","id":"p","method":"ping"}""", "p");

        await Upstream.ResultAsync(UpstreamCalls.Legacy.Tool("a"), _talk).Within();

        Assert.Empty(_talk.Heard);
        Assert.Equal("{}", AnswerTo("p")!["result"]!.ToJsonString());
    }

    [Fact]
    public async Task Ending_the_call_tells_the_server()
    {
        Call = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var end = new CancellationTokenSource();

        var call = Upstream.CallAsync(UpstreamCalls.Legacy.Tool("slow"), _talk, end.Token);
        await Eventually.HoldsAsync(() => Sessions("slow").Length == 1, "the call has arrived");
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Within());
        await Eventually.HoldsAsync(
            () => _posted.Any(it => Method(it.Message) == "notifications/cancelled"), "it is cancelled");
        var id = _posted.First(it => Tool(it.Message) == "slow").Message["id"]!.ToJsonString();
        var cancelled = _posted.First(it => Method(it.Message) == "notifications/cancelled");
        Assert.Equal(("session-1", id), (cancelled.Session, cancelled.Message["params"]!["requestId"]!.ToJsonString()));
    }

    [Fact]
    public async Task Forgetting_ends_the_session()
    {
        await Upstream.ResultAsync(UpstreamCalls.Legacy.Tool("a"));

        await Upstream.ForgetAsync(UpstreamCalls.Legacy, Stop);
        await Upstream.ResultAsync(UpstreamCalls.Legacy.Tool("b"));

        Assert.Contains(
            _gateway.Backend.Received, it => it.Method == "DELETE" && it.Headers["Mcp-Session-Id"] == "session-1");
        Assert.Equal(["session-2"], Sessions("b"));
    }

    [Fact]
    public async Task A_notification_goes_to_the_session_if_there_is_one()
    {
        const string Method = "notifications/roots/list_changed";
        await Upstream.DescribeAsync(Stop);
        await Upstream.NotifyAsync(UpstreamCalls.Legacy, Method, default, Stop);
        Assert.DoesNotContain(_posted, it => LegacyLegTests.Method(it.Message) == Method);

        await Upstream.ResultAsync(UpstreamCalls.Legacy.Tool("a"));
        await Upstream.NotifyAsync(UpstreamCalls.Legacy, Method, default, Stop);
        Assert.Contains(_posted, it => LegacyLegTests.Method(it.Message) == Method);
    }

    private static string Event(string json) => $"data: {json}\n\n";

    private static string Result(JsonNode message) =>
        new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = message["id"]!.DeepClone(),
            ["result"] = new JsonObject(),
        }.ToJsonString();

    private static string? Method(JsonNode message) => (string?)message["method"];

    private static string? Tool(JsonNode message) => (string?)message["params"]?["name"];

    private string[] Sessions(string tool) =>
        [.. _posted.Where(it => Tool(it.Message) == tool).Select(it => it.Session)];

    private JsonNode? AnswerTo(string id) => _posted
        .FirstOrDefault(it => Method(it.Message) is null && it.Message["id"]!.ToString() == id).Message;

    private bool Answered(string id) => AnswerTo(id) is not null;

    private Func<HttpContext, JsonNode, Task> AskingCall(string question, string id) => async (http, message) =>
    {
        await ScriptedMcp.EventsAsync(http, Event(question));
        await Eventually.HoldsAsync(() => Answered(id), "the question is answered");
        await http.Response.WriteAsync(Event(Result(message)));
    };

    private Task AnswerAsync(HttpContext http, JsonNode message)
    {
        var session = http.Request.Headers["Mcp-Session-Id"].ToString();
        if (http.Request.Method != "POST")
            return ScriptedBackend.Text("", "", http.Request.Method == "DELETE" ? 200 : 405)(http);
        if (Method(message) == "initialize")
        {
            // The first session is the one that finds out what the server is.
            var isProbe = (string?)message["params"]!["clientInfo"]!["name"] != "test";
            http.Response.Headers["Mcp-Session-Id"] =
                isProbe ? "probe" : $"session-{Interlocked.Increment(ref _sessions)}";
            if (!isProbe)
                _posted.Enqueue((session, message));
            return ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Initialized);
        }

        if ((_lost == session || _lost == "*") && Method(message) != "notifications/initialized")
            return ScriptedMcp.ErrorAsync(http, message, -32001, 404);

        _posted.Enqueue((session, message));
        return message["id"] is not null && Method(message) is not null
            ? Call(http, message)
            : ScriptedBackend.Text("", "", 202)(http);
    }
}
