using System.Net;
using McpAspire.Gateway.Routing;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

/// <summary>Two replicas of the gateway: the call waits in one, and its answers arrive at the other.</summary>
public sealed class CallHandOverTests : IAsyncLifetime
{
    private const string Call = "\"name\":\"echo\"";

    private readonly LinkedBus _bus = new();
    private readonly ScriptedServer _server = new(isModern: false) { Answer = HeldCallsTests.AskForName };
    private BridgeBed _one = null!;
    private BridgeBed _two = null!;

    public async ValueTask InitializeAsync()
    {
        _one = await StartAsync();
        _two = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task A_retry_at_another_replica_answers_the_same_call()
    {
        using var first = _one.Single();
        using var second = _two.Single();
        var asked = await first.ResultAsync("tools/call", Call);

        var result = await second.ResultAsync("tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        Assert.Contains("Ann", result["content"]!.ToJsonString());
        Assert.Equal("complete", (string?)result["resultType"]);
        Assert.Single(_server.Received);
    }

    [Fact]
    public async Task What_the_call_asks_next_can_be_answered_at_either()
    {
        _server.Answer = async (_, talk, cancellation) =>
            ScriptedServer.Says(
                await ScriptedServer.AskAsync(talk, "elicitation/create", "{}", cancellation)
                + await ScriptedServer.AskAsync(talk, "elicitation/create", "{}", cancellation));
        using var first = _one.Single();
        using var second = _two.Single();

        var asked = await first.ResultAsync("tools/call", Call);
        var again = await second.ResultAsync("tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));
        var result = await first.ResultAsync("tools/call", Call + HeldCallsTests.Retry(again, ("elicitation_2", "Bob")));

        Assert.Matches("Ann.*Bob", result["content"]!.ToJsonString());
    }

    [Fact]
    public async Task Errors_of_the_server_come_through()
    {
        _server.Answer = async (_, talk, cancellation) =>
        {
            await ScriptedServer.AskAsync(talk, "elicitation/create", "{}", cancellation);
            return """error:{"code":-32000,"message":"No."}""";
        };
        using var first = _one.Single();
        using var second = _two.Single();
        var asked = await first.ResultAsync("tools/call", Call);

        var error = await second.ErrorAsync("tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        Assert.Equal((HttpStatusCode.OK, -32000), error);
    }

    [Fact]
    public async Task That_the_server_fails_is_said_as_such()
    {
        _server.Answer = async (_, talk, cancellation) =>
        {
            await ScriptedServer.AskAsync(talk, "elicitation/create", "{}", cancellation);
            throw new UpstreamException(BackendFaults.TimedOut);
        };
        using var first = _one.Single();
        using var second = _two.Single();
        var asked = await first.ResultAsync("tools/call", Call);

        var error = await second.ErrorAsync("tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        Assert.Equal((HttpStatusCode.GatewayTimeout, -32603), error);
    }

    [Fact]
    public async Task The_progress_of_the_call_reaches_the_request_that_is_open()
    {
        _server.Answer = async (_, talk, cancellation) =>
        {
            await ScriptedServer.AskAsync(talk, "elicitation/create", "{}", cancellation);
            await talk.NotifiedAsync("notifications/progress", """{"progress":1}"""u8.ToArray());
            return ScriptedServer.Says("done");
        };
        using var first = _one.Single();
        using var second = _two.Single();
        first.Meta = ",\"progressToken\":1";
        second.Meta = ",\"progressToken\":2";
        var asked = await first.ResultAsync("tools/call", Call);

        using var response = await second.SendAsync(
            "tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        var (_, messages) = await ModernClient.ReadAsync(response);
        Assert.Equal(2, messages.Count);
        Assert.Equal(2, (int?)messages[0]["params"]!["progressToken"]);
    }

    [Fact]
    public async Task A_retry_that_declares_less_is_not_asked_more()
    {
        _server.Answer = async (_, talk, cancellation) =>
        {
            await ScriptedServer.AskAsync(talk, "elicitation/create", "{}", cancellation);
            return await ScriptedServer.AskAsync(talk, "roots/list", "{}", cancellation);
        };
        using var first = _one.Single();
        using var second = _two.Single();
        var asked = await first.ResultAsync("tools/call", Call);
        second.Capabilities = """{"elicitation":{}}""";

        var error = await second.ErrorAsync("tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        Assert.Equal((HttpStatusCode.BadRequest, -32021), error);
        await Eventually.HoldsAsync(() => _server.Cancelled == 1, "the call is cancelled at the server");
    }

    [Fact]
    public async Task Another_s_answer_is_refused_there_too()
    {
        using var first = _one.Single();
        using var other = _two.Single("subject-2");
        var asked = await first.ResultAsync("tools/call", Call);

        var error = await other.ErrorAsync("tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Eve")));

        Assert.Equal((HttpStatusCode.BadRequest, -32602), error);
    }

    [Fact]
    public async Task A_replica_that_has_gone_means_to_call_again()
    {
        using var first = _one.Single();
        using var second = _two.Single();
        var asked = await first.ResultAsync("tools/call", Call);
        _bus.Lose();

        var error = await second.ErrorAsync("tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        Assert.Equal((HttpStatusCode.BadRequest, -32602), error);
    }

    [Fact]
    public async Task Closing_the_stream_at_one_cancels_the_call_that_goes_on_at_the_other()
    {
        var goesOn = new TaskCompletionSource();
        _server.Answer = async (_, talk, cancellation) =>
        {
            await ScriptedServer.AskAsync(talk, "elicitation/create", "{}", cancellation);
            goesOn.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return "{}";
        };
        using var first = _one.Single();
        using var second = _two.Single();
        var asked = await first.ResultAsync("tools/call", Call);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var http = _two.Gateway.CreateAuthorizedClient();
        using var request = second.Request("tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        var retry = http.SendAsync(request, stop.Token);
        await goesOn.Task.Within();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => retry);
        await Eventually.HoldsAsync(() => _server.Cancelled == 1, "the call is cancelled at the server");
    }

    private Task<BridgeBed> StartAsync() => BridgeBed.StartAsync(
        isModern: false,
        new() { ["Mcp:StateKey"] = Convert.ToBase64String(new byte[32]) },
        bus: _bus.Join(),
        server: _server);
}
