using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>News that belong to no call.</summary>
public sealed class ListeningTests : IAsyncDisposable
{
    private const string Changed = """{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""";

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly List<Task> _listening = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task What_the_reference_server_tells_is_heard(string era)
    {
        await using var backend = EverythingHost.Start(era);
        await using var gateway = await GatewayHost.StartAsync(
            new()
            {
                ["Mcp:Servers:everything:Url"] = backend.Endpoint.AbsoluteUri,
                ["Mcp:Servers:everything:Era"] = "Auto",
            });
        const string Mine = "everything://notes/mine";
        var upstream = gateway.Upstream();
        await upstream.ResultAsync(Write("mine"));
        await upstream.ResultAsync(Write("other"));
        _ = Listen(upstream, UpstreamCalls.Legacy, new UpstreamInterest { ResourceUris = [Mine] });

        await Eventually.HoldsAsync(
            async () =>
            {
                await upstream.ResultAsync(Write("other"));
                await upstream.ResultAsync(Write("mine"));
                return !_heard.IsEmpty;
            },
            "the change is heard");

        Assert.All(_heard, heard => Assert.StartsWith("notifications/resources/updated {", heard));
        Assert.All(_heard, heard => Assert.Contains(Mine, heard, StringComparison.Ordinal));
        Assert.All(_heard, heard => Assert.DoesNotContain("subscriptionId", heard, StringComparison.Ordinal));
        await EndAsync();
    }

    [Fact]
    public async Task A_modern_stream_brings_what_was_asked_for_and_comes_back_when_it_breaks()
    {
        var streams = 0;
        await using var gateway = await ScriptedMcp.StartAsync(
            async (http, message) =>
            {
                if ((string?)message["method"] != "subscriptions/listen")
                {
                    await ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered);
                    return;
                }

                var number = Interlocked.Increment(ref streams);
                await ScriptedMcp.EventsAsync(
                    http,
                    Event(Tagged("notifications/subscriptions/acknowledged", message["id"]!)),
                    Event(Tagged("notifications/prompts/list_changed", message["id"]!)),
                    Event(Tagged("notifications/tools/list_changed", message["id"]!)));
                if (number == 2)
                    await Task.Delay(Timeout.Infinite, http.RequestAborted);
            },
            new() { ["Mcp:Servers:everything:Era"] = "Modern" });

        _ = Listen(gateway.Upstream(), UpstreamCalls.Modern, new UpstreamInterest { Tools = true });

        await Eventually.HoldsAsync(() => _heard.Count == 2, "both streams are heard");
        Assert.All(_heard, heard => Assert.Equal("notifications/tools/list_changed {\"_meta\":{}}", heard));
        var sent = JsonNode.Parse(gateway.Backend.Received.Last().Body)!["params"]!["notifications"]!;
        Assert.Equal("""{"toolsListChanged":true}""", sent.ToJsonString());
        await EndAsync();
    }

    [Fact]
    public async Task A_modern_stream_that_the_server_ends_is_over()
    {
        await using var gateway = await ScriptedMcp.StartAsync(
            (http, message) => (string?)message["method"] == "subscriptions/listen"
                ? ScriptedMcp.EventsAsync(
                    http,
                    Event(Tagged("notifications/subscriptions/acknowledged", message["id"]!)),
                    Event(new JsonObject
                    {
                        ["jsonrpc"] = "2.0", ["id"] = message["id"]!.DeepClone(), ["result"] = new JsonObject(),
                    }))
                : ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered),
            new() { ["Mcp:Servers:everything:Era"] = "Modern" });

        var listening = Listen(gateway.Upstream(), UpstreamCalls.Modern, new UpstreamInterest { Tools = true });

        await listening.Within();
        Assert.Empty(_heard);
    }

    [Theory]
    [InlineData(-32601, 404)]
    [InlineData(-32601, 200)]
    [InlineData(0, 405)]
    public async Task A_modern_server_that_knows_no_such_method_is_not_asked_again_and_any_other_is(int code, int status)
    {
        await using var gateway = await ScriptedMcp.StartAsync(
            (http, message) => (string?)message["method"] switch
            {
                "subscriptions/listen" when !Wants(message, "toolsListChanged") =>
                    ScriptedMcp.ErrorAsync(http, message, -32603, 200),
                "subscriptions/listen" when code == 0 => ScriptedBackend.Text("", "text/plain", status)(http),
                "subscriptions/listen" => ScriptedMcp.ErrorAsync(http, message, code, status),
                _ => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered),
            },
            new() { ["Mcp:Servers:everything:Era"] = "Modern" });

        var ended = Listen(gateway.Upstream(), UpstreamCalls.Modern, new UpstreamInterest { Tools = true });
        await Eventually.HoldsAsync(() => Asked("toolsListChanged") == 1, "it is asked");
        _ = Listen(gateway.Upstream(), UpstreamCalls.Modern, new UpstreamInterest { Prompts = true });
        await Eventually.HoldsAsync(() => Asked("promptsListChanged") == 3, "what may pass is tried again");

        Assert.Equal((1, false), (Asked("toolsListChanged"), ended.IsCompleted));
        await EndAsync();

        int Asked(string kind) => Posted(gateway, "subscriptions/listen").Count(
            request => Wants(JsonNode.Parse(request.Body)!, kind));

        static bool Wants(JsonNode message, string kind) => message["params"]!["notifications"]![kind] is not null;
    }

    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(200)]
    public async Task A_session_without_a_stream_at_the_moment_is_asked_again(int status)
    {
        var gets = 0;
        await using var gateway = await StartLegacyAsync(http => Interlocked.Increment(ref gets) == 1
            ? ScriptedBackend.Json("{}", status)(http)
            : ScriptedMcp.EventsAsync(http, $"data: {Changed}\n\n"));

        _ = Listen(gateway.Upstream(), UpstreamCalls.Legacy, new UpstreamInterest { Tools = true });

        await Eventually.HoldsAsync(() => !_heard.IsEmpty, "it is heard");
        await EndAsync();
    }

    [Fact]
    public async Task Listeners_of_a_session_share_its_stream_and_each_news_comes_once()
    {
        var gets = 0;
        await using var gateway = await StartLegacyAsync(async http =>
        {
            if (Interlocked.Increment(ref gets) == 1)
            {
                await ScriptedMcp.EventsAsync(http, $"id: e1\ndata: {Changed}\n\n", "id: e2\ndata:\n\n");
                return;
            }

            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        var upstream = gateway.Upstream();
        await upstream.ResultAsync(UpstreamCalls.Legacy.Tool("a"));

        _ = Listen(upstream, UpstreamCalls.Legacy, new UpstreamInterest { Tools = true, ResourceUris = ["x:1"] });
        _ = Listen(upstream, UpstreamCalls.Legacy, new UpstreamInterest { Prompts = true, ResourceUris = ["x:2"] });

        await Eventually.HoldsAsync(
            () => gets == 2 && Posted(gateway, "resources/subscribe").Length == 2, "it listens again");
        Assert.Equal(["notifications/tools/list_changed "], _heard);
        var again = gateway.Backend.Received.Last(request => request.Method == "GET");
        Assert.Equal(("e1", "session"), (again.Headers["Last-Event-ID"], again.Headers["Mcp-Session-Id"]));
        await EndAsync();
        await Eventually.HoldsAsync(
            () => Posted(gateway, "resources/unsubscribe").Length == 2, "the subscriptions are ended");
    }

    [Fact]
    public async Task A_server_without_a_stream_is_not_asked_again()
    {
        await using var gateway = await StartLegacyAsync(ScriptedBackend.Text("", "", 405));
        var upstream = gateway.Upstream();

        var listening = Listen(upstream, UpstreamCalls.Legacy, new UpstreamInterest { Tools = true });
        await Eventually.HoldsAsync(() => Gets(gateway) == 1, "it is asked once");
        await upstream.ResultAsync(UpstreamCalls.Legacy.Tool("a"));

        Assert.False(listening.IsCompleted);
        await upstream.ForgetAsync(UpstreamCalls.Legacy, Stop);
        await listening.Within();
        Assert.Equal(1, Gets(gateway));
    }

    [Fact]
    public async Task A_question_between_calls_is_asked_once_and_answered_in_the_session()
    {
        await using var gateway = await StartLegacyAsync(async http =>
        {
            await ScriptedMcp.EventsAsync(
                http, "data: {\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"roots/list\"}\n\n");
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        var talk = new RecordingTalk();
        var caller = UpstreamCalls.Caller(McpEra.Legacy, """{"roots":{}}""");

        _ = Listen(gateway.Upstream(), caller, new UpstreamInterest { Tools = true }, talk);
        _ = Listen(gateway.Upstream(), caller, new UpstreamInterest { Tools = true }, talk);

        await Eventually.HoldsAsync(
            () => gateway.Backend.Received.Any(it => Encoding.UTF8.GetString(it.Body).Contains("\"id\":\"q\"")),
            "the answer is posted");
        Assert.Single(talk.Heard);
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
    }

    private static UpstreamCall Write(string note) =>
        UpstreamCalls.Modern.Tool("write_note", $$"""{"name":"{{note}}","text":"{{Guid.NewGuid()}}"}""");

    private static string Event(JsonNode message) => $"data: {message.ToJsonString()}\n\n";

    private static JsonObject Tagged(string method, JsonNode id) => new()
    {
        ["jsonrpc"] = "2.0",
        ["method"] = method,
        ["params"] = new JsonObject
        {
            ["_meta"] = new JsonObject { ["io.modelcontextprotocol/subscriptionId"] = id.DeepClone() },
        },
    };

    private static int Gets(GatewayHost gateway) => gateway.Backend.Received.Count(it => it.Method == "GET");

    private static ReceivedRequest[] Posted(GatewayHost gateway, string method) =>
        [.. gateway.Backend.Received.Where(it => Encoding.UTF8.GetString(it.Body).Contains($"\"{method}\""))];

    private static Task<GatewayHost> StartLegacyAsync(RequestDelegate get) => ScriptedMcp.StartAsync(
        (http, message) =>
        {
            http.Response.Headers["Mcp-Session-Id"] = "session";
            if (http.Request.Method == "GET")
                return get(http);
            if (http.Request.Method == "DELETE" || message["id"] is null || message["method"] is null)
                return ScriptedBackend.Text("", "", 202)(http);

            return ScriptedMcp.ResultAsync(
                http, message, (string?)message["method"] == "initialize" ? ScriptedMcp.Initialized : "{}");
        },
        new() { ["Mcp:Servers:everything:Era"] = "Legacy" });

    private Task Listen(
        IUpstream upstream, UpstreamCaller caller, UpstreamInterest interest, IUpstreamTalk? talk = null)
    {
        var listening = RunAsync();
        _listening.Add(listening);
        return listening;

        async Task RunAsync()
        {
            await foreach (var news in upstream.ListenAsync(caller, interest, talk ?? new RecordingTalk(), _end.Token))
                if (news != UpstreamNews.Begun)
                    _heard.Enqueue($"{news.Method} {Encoding.UTF8.GetString(news.Parameters.Span)}");
        }
    }

    private async Task EndAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
