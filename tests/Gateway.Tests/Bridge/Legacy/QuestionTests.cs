using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;
using static McpAspire.Gateway.Tests.Bridge.Legacy.Hosting.ScriptedUpstream;

namespace McpAspire.Gateway.Tests.Bridge.Legacy;

public sealed class QuestionTests : IAsyncLifetime
{
    private const string Able = """{"elicitation":{},"sampling":{},"roots":{}}""";

    private LegacyHost _host = null!;
    private LegacyClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await LegacyHost.StartAsync();
        _client = await LegacyClient.OpenAsync(_host, Able);
        _host.Upstream.Answer = async (_, talk, cancellationToken) =>
        {
            var answer = await talk.AskedAsync("elicitation/create", Json("""{"message":"Who?"}"""), cancellationToken);
            return Result($$"""{"isError":{{(answer.IsError ? "true" : "false")}},"heard":{{Text(answer.Json)}}}""");
        };
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _host.DisposeAsync();
    }

    [Fact]
    public async Task A_servers_question_is_answered_in_the_clients_session()
    {
        using var response = await _client.CallAsync();
        await using var events = await LegacyClient.EventsAsync(response);
        var question = (await events.NextAsync())!;

        Assert.Equal("elicitation/create", (string?)question["method"]);
        Assert.Equal("Who?", (string?)question["params"]!["message"]);
        Assert.Equal(HttpStatusCode.Accepted, await _client.StatusAsync(Answer(question)));
        Assert.Equal("""{"action":"accept"}""", Heard((await events.NextAsync())!));
    }

    [Fact]
    public async Task An_answer_may_come_to_another_replica()
    {
        await using var replica = await _host.ReplicaAsync();
        using var there = _client.At(replica.CreateClient());
        using var response = await _client.CallAsync();
        await using var events = await LegacyClient.EventsAsync(response);
        var question = (await events.NextAsync())!;

        Assert.Equal(HttpStatusCode.Accepted, await there.StatusAsync(Answer(question)));

        Assert.Equal("""{"action":"accept"}""", Heard((await events.NextAsync())!));
    }

    [Fact]
    public async Task Nobody_else_answers_and_nobody_answers_twice()
    {
        await using var replica = await _host.ReplicaAsync();
        using var response = await _client.CallAsync();
        await using var events = await LegacyClient.EventsAsync(response);
        var question = (await events.NextAsync())!;
        using var stranger = await LegacyClient.OpenAsync(_host, Able, "subject-2");
        using var strangerThere = stranger.At(replica.CreateClient("subject-2"));
        using var secondSession = await LegacyClient.OpenAsync(_host, Able);

        foreach (var other in (LegacyClient[])[stranger, strangerThere, secondSession])
            Assert.Equal(HttpStatusCode.BadRequest, await other.StatusAsync(Answer(question)));
        Assert.Equal(HttpStatusCode.Accepted, await _client.StatusAsync(Answer(question)));
        Assert.Equal(HttpStatusCode.BadRequest, await _client.StatusAsync(Answer(question)));
        Assert.NotNull(await events.NextAsync());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("\"x.y\"")]
    [InlineData("\"x.y.z\"")]
    public async Task A_response_that_answers_nothing_is_refused(string id) => Assert.Equal(
        HttpStatusCode.BadRequest, await _client.StatusAsync($$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{}}"""));

    [Theory]
    [InlineData("{}", "elicitation/create", "{}")]
    [InlineData("""{"elicitation":{"url":{}}}""", "elicitation/create", "{}")]
    [InlineData("""{"elicitation":{}}""", "elicitation/create", """{"mode":"url","url":"https://a.example"}""")]
    [InlineData("""{"elicitation":{"url":{}}}""", "elicitation/create", """{"mode":"url","url":"javascript:1"}""")]
    [InlineData("""{"elicitation":{"url":{}}}""", "elicitation/create", """{"mode":"url","url":"http://a.example"}""")]
    [InlineData("""{"elicitation":{"url":{}}}""", "elicitation/create", """{"mode":"url"}""")]
    [InlineData("""{"elicitation":{}}""", "sampling/createMessage", "{}")]
    [InlineData("""{"elicitation":{}}""", "tools/call", "{}")]
    public async Task What_the_client_has_not_declared_or_is_unsafe_is_not_asked(
        string capabilities, string method, string parameters)
    {
        using var client = await LegacyClient.OpenAsync(_host, capabilities);
        _host.Upstream.Answer = async (_, talk, cancellationToken) =>
        {
            var answer = await talk.AskedAsync(method, Json(parameters), cancellationToken);
            return Result(answer.IsError ? """{"isError":true}""" : """{"isError":false}""");
        };

        using var response = await client.CallAsync();

        Assert.True((bool?)Assert.Single(await LegacyClient.MessagesAsync(response))["result"]!["isError"]);
    }

    [Fact]
    public async Task A_page_of_the_server_is_shown_with_the_id_that_this_era_demands()
    {
        using var client = await LegacyClient.OpenAsync(_host, """{"elicitation":{"url":{}}}""");
        _host.Upstream.Answer = async (_, talk, cancellationToken) =>
        {
            await talk.AskedAsync(
                "elicitation/create", Json("""{"mode":"url","url":"https://a.example/x"}"""), cancellationToken);
            return Result("{}");
        };

        using var response = await client.CallAsync();
        await using var events = await LegacyClient.EventsAsync(response);
        var question = (await events.NextAsync())!;

        Assert.NotEmpty((string?)question["params"]!["elicitationId"] ?? "");
        await client.StatusAsync(Answer(question));
    }

    [Fact]
    public async Task An_answer_that_is_no_object_is_an_error_for_the_server()
    {
        using var response = await _client.CallAsync();
        await using var events = await LegacyClient.EventsAsync(response);
        var question = (await events.NextAsync())!;

        await _client.StatusAsync($$"""{"jsonrpc":"2.0","id":{{question["id"]!.ToJsonString()}},"result":[1]}""");

        Assert.True((bool?)(await events.NextAsync())!["result"]!["isError"]);
    }

    [Fact]
    public async Task A_question_ends_with_its_call()
    {
        using var response = await _client.CallAsync(id: 5);
        await using var events = await LegacyClient.EventsAsync(response);
        var question = (await events.NextAsync())!;

        await _client.StatusAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}""");

        var withdrawal = (await events.NextAsync())!;
        Assert.Equal("notifications/cancelled", (string?)withdrawal["method"]);
        Assert.Equal((string?)question["id"], (string?)withdrawal["params"]!["requestId"]);
        Assert.Null(await events.NextAsync());
        Assert.Equal(HttpStatusCode.BadRequest, await _client.StatusAsync(Answer(question)));
    }

    [Fact]
    public async Task What_a_modern_server_wants_to_know_is_asked_round_by_round()
    {
        _host.Upstream.Answer = (call, _, _) => Task.FromResult(Result(Text(call.Parameters) switch
        {
            var text when text.Contains("two", StringComparison.Ordinal) => """{"content":[],"ttlMs":1}""",
            var text when text.Contains("one", StringComparison.Ordinal) => Wants("roots/list", "second", "two"),
            _ => Wants("elicitation/create", "first", "one"),
        }));

        using var response = await _client.CallAsync(meta: """{"other":1}""");
        await using var events = await LegacyClient.EventsAsync(response);
        await _client.StatusAsync(Answer((await events.NextAsync())!));
        var roots = (await events.NextAsync())!;
        await _client.StatusAsync(Answer(roots, """{"roots":[]}"""));
        var end = (await events.NextAsync())!;

        Assert.Equal("roots/list", (string?)roots["method"]);
        Assert.Equal("""{"content":[]}""", end["result"]!.ToJsonString());
        var calls = _host.Upstream.Calls.Select(call => JsonNode.Parse(call.Parameters.Span)!).ToArray();
        Assert.Equal(3, calls.Length);
        Assert.Equal("""{"first":{"action":"accept"}}""", calls[1]["inputResponses"]!.ToJsonString());
        Assert.Equal("""{"second":{"roots":[]}}""", calls[2]["inputResponses"]!.ToJsonString());
        Assert.Equal("two", (string?)calls[2]["requestState"]);
        Assert.All(calls, call => Assert.Equal("""{"other":1}""", call["_meta"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_modern_server_that_never_has_enough_is_not_asked_for_ever()
    {
        _host.Upstream.Answer = (_, _, _) =>
            Task.FromResult(Result("""{"resultType":"input_required","requestState":"again"}"""));

        var answer = await _client.AskAsync("tools/call", """{"name":"tool"}""");

        Assert.Equal(-32603, (int?)answer["error"]!["code"]);
        Assert.Equal(10, _host.Upstream.Calls.Count);
    }

    [Fact]
    public async Task A_refused_sample_ends_the_call_with_the_clients_error()
    {
        _host.Upstream.Answer = (_, _, _) => Task.FromResult(Result(Wants("sampling/createMessage", "a", "b")));

        using var response = await _client.CallAsync();
        await using var events = await LegacyClient.EventsAsync(response);
        var question = (await events.NextAsync())!;
        await _client.StatusAsync(
            $$$"""{"jsonrpc":"2.0","id":{{{question["id"]!.ToJsonString()}}},"error":{"code":-1,"message":"No."}}""");

        Assert.Equal("No.", (string?)(await events.NextAsync())!["error"]!["message"]);
        Assert.Single(_host.Upstream.Calls);
    }

    [Fact]
    public async Task A_client_cannot_invent_what_it_was_asked()
    {
        _host.Upstream.Answer = (_, _, _) => Task.FromResult(Result("{}"));

        await _client.AskAsync("completion/complete", """{"requestState":"mine","inputResponses":{"a":{}},"ref":{}}""");

        Assert.Equal("""{"ref":{}}""", Text(Assert.Single(_host.Upstream.Calls).Parameters));
    }

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private static string Heard(JsonNode answer) => answer["result"]!["heard"]!.ToJsonString();

    private static string Answer(JsonNode question, string result = """{"action":"accept"}""") =>
        $$$"""{"jsonrpc":"2.0","id":{{{question["id"]!.ToJsonString()}}},"result":{{{result}}}}""";

    private static string Wants(string method, string key, string state) => $$$$"""
        {"resultType":"input_required","requestState":"{{{{state}}}}",
        "inputRequests":{"{{{{key}}}}":{"method":"{{{{method}}}}","params":{} } } }
        """;
}
