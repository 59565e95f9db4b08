using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Bridge.Modern.Held;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

/// <summary>A legacy server that asks while it works, and modern clients, which are asked by results.</summary>
public sealed class HeldCallsTests : IAsyncLifetime
{
    private const string Call = "\"name\":\"echo\",\"arguments\":{\"a\":1}";
    private const string Form = """{"message":"Who?","requestedSchema":{"type":"object"},"elicitationId":"e"}""";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Mcp:Bridge:MaxWaitingCallsPerClient"] = "2",
        ["Mcp:Bridge:AnswerTimeout"] = "00:00:30",
    };

    private BridgeBed _bed = null!;
    private ModernClient _client = null!;

    private WaitingCalls Waiting => _bed.Gateway.Services.GetRequiredService<WaitingCalls>();

    public async ValueTask InitializeAsync()
    {
        _bed = await BridgeBed.StartAsync(isModern: false, new(Settings));
        _client = _bed.Single();
        _bed.Server.Answer = AskForName;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task A_question_becomes_a_result_and_its_answer_the_server_s()
    {
        var asked = await _client.ResultAsync("tools/call", Call);

        Assert.Equal("input_required", (string?)asked["resultType"]);
        var (key, question) = Assert.Single(asked["inputRequests"]!.AsObject());
        Assert.Equal("elicitation_1", key);
        Assert.Equal("elicitation/create", (string?)question!["method"]);
        Assert.Equal("Who?", (string?)question["params"]!["message"]);
        Assert.Null(question["params"]!["elicitationId"]);
        Assert.Equal(1, Waiting.Count);

        var result = await _client.ResultAsync("tools/call", Call + Retry(asked, (key, "Ann")));

        Assert.Equal("complete", (string?)result["resultType"]);
        Assert.Contains("Ann", result["content"]!.ToJsonString());
        Assert.Equal(0, Waiting.Count);
        Assert.Single(_bed.Server.Received);
    }

    [Fact]
    public async Task Several_rounds_and_several_questions_at_once_are_answered()
    {
        _bed.Server.Answer = async (_, talk, cancellation) =>
        {
            var first = ScriptedServer.AskAsync(talk, "elicitation/create", Form, cancellation);
            var second = ScriptedServer.AskAsync(talk, "sampling/createMessage", "{}", cancellation);
            var both = await first + await second;
            return ScriptedServer.Says(both + await ScriptedServer.AskAsync(talk, "roots/list", "", cancellation));
        };

        var one = await _client.ResultAsync("tools/call", Call);
        Assert.Equal(["elicitation_1", "sampling_2"], Keys(one));
        var two = await _client.ResultAsync("tools/call", Call + Retry(one, ("sampling_2", "Sam")));
        Assert.Equal(["elicitation_1"], Keys(two));
        var three = await _client.ResultAsync("tools/call", Call + Retry(two, ("elicitation_1", "Eli")));
        Assert.Equal(["roots_3"], Keys(three));
        var result = await _client.ResultAsync("tools/call", Call + Retry(three, ("roots_3", "Rob")));

        Assert.Matches("Eli.*Sam.*Rob", result["content"]!.ToJsonString());
        Assert.Single(_bed.Server.Received);
    }

    [Fact]
    public async Task What_a_server_asks_in_one_moment_is_asked_together()
    {
        _bed.Server.Answer = async (_, talk, cancellation) =>
        {
            var first = ScriptedServer.AskAsync(talk, "elicitation/create", Form, cancellation);
            await Task.Yield();
            var second = ScriptedServer.AskAsync(talk, "sampling/createMessage", "{}", cancellation);
            await Task.Yield();
            var third = ScriptedServer.AskAsync(talk, "roots/list", "", cancellation);
            return ScriptedServer.Says(await first + await second + await third);
        };

        var asked = await _client.ResultAsync("tools/call", Call);

        Assert.Equal(["elicitation_1", "sampling_2", "roots_3"], Keys(asked));
        var answers = Retry(asked, ("elicitation_1", "Eli"), ("sampling_2", "Sam"), ("roots_3", "Rob"));
        var result = await _client.ResultAsync("tools/call", Call + answers);
        Assert.Matches("Eli.*Sam.*Rob", result["content"]!.ToJsonString());
    }

    [Fact]
    public async Task A_retry_without_an_answer_is_asked_again()
    {
        var asked = await _client.ResultAsync("tools/call", Call);

        var again = await _client.ResultAsync("tools/call", $"{Call},\"requestState\":\"{asked["requestState"]}\"");

        Assert.Equal(Keys(asked), Keys(again));
        Assert.NotEqual((string?)asked["requestState"], (string?)again["requestState"]);
        await IsGoneAsync(_client, asked);
        await _client.ResultAsync("tools/call", Call + Retry(again, ("elicitation_1", "Ann")));
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        var asked = await _client.ResultAsync("tools/call", Call);
        await _client.ResultAsync("tools/call", Call + Retry(asked, ("elicitation_1", "Ann")));

        await IsGoneAsync(_client, asked);
    }

    [Fact]
    public async Task Nobody_else_answers()
    {
        var asked = await _client.ResultAsync("tools/call", Call);
        using var other = _bed.Single("subject-2");

        await IsGoneAsync(other, asked);

        Assert.Equal(1, Waiting.Count);
        await _client.ResultAsync("tools/call", Call + Retry(asked, ("elicitation_1", "Ann")));
    }

    [Fact]
    public async Task Who_does_not_come_back_in_time_ends_the_call_at_the_server()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var bed = await BridgeBed.StartAsync(isModern: false, new(Settings), time);
        bed.Server.Answer = AskForName;
        using var client = bed.Single();
        var waiting = bed.Gateway.Services.GetRequiredService<WaitingCalls>();
        var asking = client.ResultAsync("tools/call", Call);
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
                return asking.IsCompleted;
            },
            "the question is asked");
        Assert.Equal(1, waiting.Count);

        time.Advance(TimeSpan.FromSeconds(31));

        await Eventually.HoldsAsync(() => bed.Server.Cancelled == 1, "the call is cancelled at the server");
        Assert.Equal(0, waiting.Count);
        await IsGoneAsync(client, await asking);
    }

    [Fact]
    public async Task A_client_has_so_many_waiting_calls_and_no_more()
    {
        using var other = _bed.Single("subject-2");
        await _client.ResultAsync("tools/call", Call);
        await _client.ResultAsync("tools/call", Call);

        var (status, _) = await _client.ErrorAsync("tools/call", Call);

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        await Eventually.HoldsAsync(() => _bed.Server.Cancelled == 1, "the third is cancelled at the server");
        await other.ResultAsync("tools/call", Call);
    }

    [Theory]
    [InlineData("{}", "elicitation/create")]
    [InlineData("""{"elicitation":{}}""", "sampling/createMessage")]
    [InlineData("""{"elicitation":{}}""", "tools/call")]
    public async Task A_server_that_asks_for_what_was_not_declared_hears_that_nobody_answers(
        string capabilities, string method)
    {
        _client.Capabilities = capabilities;
        _bed.Server.Answer = async (_, talk, cancellation) =>
            ScriptedServer.Says(await ScriptedServer.AskAsync(talk, method, "{}", cancellation));

        var result = await _client.ResultAsync("tools/call", Call);

        Assert.Equal("complete", (string?)result["resultType"]);
        Assert.Contains("-32601", result["content"]!.ToJsonString());
    }

    [Theory]
    [InlineData("javascript:1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://pages.example/")]
    public async Task Nobody_is_sent_to_a_page_that_is_not_one_of_the_web(string page)
    {
        _client.Capabilities = """{"elicitation":{"url":{}}}""";
        _bed.Server.Answer = async (_, talk, cancellation) => ScriptedServer.Says(await ScriptedServer.AskAsync(
            talk, "elicitation/create", $$"""{"mode":"url","url":"{{page}}"}""", cancellation));

        var result = await _client.ResultAsync("tools/call", Call);

        Assert.Equal("complete", (string?)result["resultType"]);
        Assert.Contains("-32602", result["content"]!.ToJsonString());
    }

    [Fact]
    public async Task A_page_that_has_to_be_visited_first_is_asked_for_and_the_call_made_anew()
    {
        _client.Capabilities = """{"elicitation":{"url":{}}}""";
        _bed.Server.Answer = (_, _, _) => Task.FromResult(
            _bed.Server.Received.Count == 1 ? PageNeeded("https://pages.example/a") : ScriptedServer.Says("done"));

        var asked = await _client.ResultAsync("tools/call", Call);

        Assert.Equal("input_required", (string?)asked["resultType"]);
        var (key, question) = Assert.Single(asked["inputRequests"]!.AsObject());
        Assert.Equal("elicitation/create", (string?)question!["method"]);
        Assert.Equal(
            """{"mode":"url","url":"https://pages.example/a","message":"Agree."}""",
            question["params"]!.ToJsonString());
        Assert.Equal(0, Waiting.Count);

        var result = await _client.ResultAsync("tools/call", Call + Retry(asked, (key, "Ann")));

        Assert.Contains("done", result["content"]!.ToJsonString());
        var again = _bed.Server.Received.Last().Parameters;
        Assert.DoesNotContain("requestState", again);
        Assert.DoesNotContain("inputResponses", again);
    }

    [Fact]
    public async Task A_person_who_does_not_want_to_is_not_sent_there_again()
    {
        _client.Capabilities = """{"elicitation":{"url":{}}}""";
        _bed.Server.Answer = (_, _, _) => Task.FromResult(PageNeeded("https://pages.example/a"));
        var asked = await _client.ResultAsync("tools/call", Call);
        var refusal = Retry(asked, ("elicitation_1", "Ann")).Replace("accept", "decline", StringComparison.Ordinal);

        Assert.Equal((HttpStatusCode.OK, -32000), await _client.ErrorAsync("tools/call", Call + refusal));
        Assert.Single(_bed.Server.Received);
    }

    [Theory]
    [InlineData("javascript:1", """{"elicitation":{"url":{}}}""", -32603)]
    [InlineData("https://pages.example/a", """{"elicitation":{}}""", -32021)]
    public async Task Nobody_is_sent_to_a_page_whom_or_where_the_server_must_not(
        string page, string capabilities, int code)
    {
        _client.Capabilities = capabilities;
        _bed.Server.Answer = (_, _, _) => Task.FromResult(PageNeeded(page));

        Assert.Equal(code, (await _client.ErrorAsync("tools/call", Call)).Code);
    }

    [Fact]
    public async Task A_retry_that_declares_less_is_not_asked_more()
    {
        _bed.Server.Answer = async (_, talk, cancellation) =>
        {
            await ScriptedServer.AskAsync(talk, "elicitation/create", Form, cancellation);
            return ScriptedServer.Says(await ScriptedServer.AskAsync(talk, "roots/list", "{}", cancellation));
        };
        var asked = await _client.ResultAsync("tools/call", Call);
        _client.Capabilities = """{"elicitation":{}}""";

        var error = await _client.ErrorAsync("tools/call", Call + Retry(asked, ("elicitation_1", "Ann")));

        Assert.Equal((HttpStatusCode.BadRequest, -32021), error);
        Assert.Equal(0, Waiting.Count);
        await Eventually.HoldsAsync(() => _bed.Server.Cancelled == 1, "the call is cancelled at the server");
    }

    [Fact]
    public async Task The_progress_of_a_call_reaches_the_request_that_is_open()
    {
        _bed.Server.Answer = async (_, talk, cancellation) =>
        {
            await ScriptedServer.AskAsync(talk, "elicitation/create", Form, cancellation);
            await talk.NotifiedAsync("notifications/progress", """{"progress":1}"""u8.ToArray());
            return ScriptedServer.Says("done");
        };
        _client.Meta = ",\"progressToken\":1";
        var asked = await _client.ResultAsync("tools/call", Call);
        _client.Meta = ",\"progressToken\":2";

        using var response = await _client.SendAsync("tools/call", Call + Retry(asked, ("elicitation_1", "Ann")));

        var (_, messages) = await ModernClient.ReadAsync(response);
        Assert.Equal(2, messages.Count);
        Assert.Equal(2, (int?)messages[0]["params"]!["progressToken"]);
    }

    internal static Task<string> AskForName(
        Gateway.Upstream.UpstreamCall call, Gateway.Upstream.IUpstreamTalk talk, CancellationToken cancellation) =>
        AskAsync(talk, cancellation);

    internal static string Retry(JsonNode asked, params (string Key, string Name)[] answers)
    {
        var responses = new JsonObject();
        foreach (var (key, name) in answers)
            responses[key] = new JsonObject { ["action"] = "accept", ["content"] = new JsonObject { ["name"] = name } };
        return $",\"inputResponses\":{responses.ToJsonString()},\"requestState\":\"{asked["requestState"]}\"";
    }

    private static async Task<string> AskAsync(Gateway.Upstream.IUpstreamTalk talk, CancellationToken cancellation) =>
        ScriptedServer.Says(await ScriptedServer.AskAsync(talk, "elicitation/create", Form, cancellation));

    private static string PageNeeded(string url) =>
        $$$"""
        error:{"code":-32042,"message":"First.","data":{"elicitations":[
        {"mode":"url","elicitationId":"e-1","url":"{{{url}}}","message":"Agree."}]}}
        """;

    private static string[] Keys(JsonNode asked) =>
        [.. asked["inputRequests"]!.AsObject().Select(question => question.Key)];

    private static async Task IsGoneAsync(ModernClient client, JsonNode asked) => Assert.Equal(
        (HttpStatusCode.BadRequest, -32602),
        await client.ErrorAsync("tools/call", Call + Retry(asked, ("elicitation_1", "Eve"))));
}
