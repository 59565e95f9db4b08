using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

/// <summary>A modern server that wants to know something, behind the federation (SEP-2322).</summary>
public sealed class InputRequestsTests : IAsyncLifetime
{
    private const string Call = "\"name\":\"everything_echo\",\"arguments\":{\"b\":2,\"a\":1}";
    private const string SameCall = "\"arguments\" : {\"a\":1,\"b\":2}, \"name\":\"everything_echo\"";
    private const string Question =
        """{"method":"elicitation/create","params":{"message":"Who?","requestedSchema":{"type":"object"}}}""";

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private BridgeBed _bed = null!;
    private ModernClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _bed = await BridgeBed.StartAsync(isModern: true, time: _time);
        _client = _bed.Federated();
        _bed.Server.Tools = ["echo", "other"];
        _bed.Server.Answer = (_, _, _) => Task.FromResult(Asks("\"requestState\":\"inner \\\"state\\\"\""));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task The_state_comes_back_to_the_server_as_it_was_and_the_client_never_reads_it()
    {
        var asked = await _client.ResultAsync("tools/call", Call);
        _bed.Server.Answer = (_, _, _) => Task.FromResult("""{"content":[],"resultType":"complete"}""");

        var result = await _client.ResultAsync("tools/call", SameCall + Retry(asked));

        Assert.Equal("input_required", (string?)asked["resultType"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Question), asked["inputRequests"]!["who"]));
        Assert.DoesNotContain("inner", asked.ToJsonString());
        Assert.Equal("complete", (string?)result["resultType"]);
        var retry = JsonNode.Parse(_bed.Server.Received.Last().Parameters)!;
        Assert.Equal("inner \"state\"", (string?)retry["requestState"]);
        Assert.Equal("accept", (string?)retry["inputResponses"]!["who"]!["action"]);
        Assert.Equal("echo", (string?)retry["name"]);
    }

    [Fact]
    public async Task A_server_without_a_state_gets_none()
    {
        _bed.Server.Answer = (_, _, _) => Task.FromResult(Asks(null));
        var asked = await _client.ResultAsync("tools/call", Call);
        _bed.Server.Answer = (_, _, _) => Task.FromResult("""{"content":[],"resultType":"complete"}""");

        await _client.ResultAsync("tools/call", Call + Retry(asked));

        var retry = JsonNode.Parse(_bed.Server.Received.Last().Parameters)!;
        Assert.Null(retry["requestState"]);
        Assert.NotNull(retry["inputResponses"]);
    }

    [Fact]
    public async Task An_altered_state_is_refused()
    {
        var asked = await _client.ResultAsync("tools/call", Call);
        var state = (string)asked["requestState"]!;
        var otherBegin = state[0] == 'x' ? "y" : "x";
        string[] altered =
        [
            state + "-TAMPERED", state[..^4], otherBegin + state[1..], "inner state", "", new string('A', 200_000),
        ];

        foreach (var other in altered)
            await IsRefusedAsync(_client, Call, asked, other);
    }

    [Fact]
    public async Task A_state_is_good_for_its_subject_tool_and_arguments_only()
    {
        var asked = await _client.ResultAsync("tools/call", Call);
        using var other = _bed.Federated("subject-2");
        using var otherEndpoint = _bed.Single();

        await IsRefusedAsync(other, Call, asked);
        await IsRefusedAsync(_client, Call.Replace("echo", "other"), asked);
        await IsRefusedAsync(_client, Call.Replace(":2", ":3"), asked);
        await IsRefusedAsync(_client, "\"name\":\"everything_echo\"", asked);
    }

    [Fact]
    public async Task A_state_expires()
    {
        var asked = await _client.ResultAsync("tools/call", Call);
        _time.Advance(TimeSpan.FromMinutes(61));
        using var client = new ModernClient(_bed.Gateway, "subject-1", "/mcp", _time.GetUtcNow());

        await IsRefusedAsync(client, Call, asked);
    }

    [Fact]
    public async Task Answers_to_what_was_not_asked_are_refused()
    {
        var asked = await _client.ResultAsync("tools/call", Call);
        var before = _bed.Server.Received.Count;

        var error = await _client.ErrorAsync(
            "tools/call", Call + Retry(asked).Replace("\"who\"", "\"other\"", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, -32602), error);
        Assert.Equal(before, _bed.Server.Received.Count);
    }

    [Theory]
    [InlineData("\"inputResponses\":null")]
    [InlineData("\"inputResponses\":[]")]
    [InlineData("\"inputResponses\":{\"who\":12345}")]
    [InlineData("\"requestState\":7")]
    public async Task Malformed_answers_are_refused(string member)
    {
        Assert.Equal((HttpStatusCode.BadRequest, -32602), await _client.ErrorAsync("tools/call", $"{Call},{member}"));
    }

    [Theory]
    [InlineData("{}", """{"elicitation":{"form":{}}}""")]
    [InlineData("""{"sampling":{}}""", """{"elicitation":{"form":{}}}""")]
    [InlineData("""{"elicitation":{"url":{}}}""", """{"elicitation":{"form":{}}}""")]
    public async Task A_client_is_not_asked_for_what_it_did_not_declare(string declared, string required)
    {
        _client.Capabilities = declared;

        var (status, message) = await _client.AskAsync("tools/call", Call);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(-32021, (int?)message["error"]!["code"]);
        Assert.Equal(required, message["error"]!["data"]!["requiredCapabilities"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"resultType":"input_required","inputRequests":[]}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":1}}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":{"method":"tools/call"}}}""")]
    [InlineData("""{"resultType":"input_required","requestState":{}}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create","params":{"mode":"url","url":"javascript:1"}}}}""")]
    public async Task Malformed_questions_are_not_passed_on(string result)
    {
        _bed.Server.Answer = (_, _, _) => Task.FromResult(result);

        Assert.Equal((HttpStatusCode.BadGateway, -32603), await _client.ErrorAsync("tools/call", Call));
    }

    [Fact]
    public async Task A_result_of_a_modern_server_is_private_to_its_caller()
    {
        _bed.Server.Answer = (_, _, _) => Task.FromResult(
            """{"contents":[],"resultType":"complete","ttlMs":5000,"cacheScope":"public"}""");
        using var view = _bed.Federated();

        var result = await view.ResultAsync("resources/read", "\"uri\":\"memo+everything:x\"");

        Assert.Equal("private", (string?)result["cacheScope"]);
        Assert.Equal(5000, (int?)result["ttlMs"]);
    }

    private static string Asks(string? state) =>
        $$"""{"resultType":"input_required","inputRequests":{"who":{{Question}}}{{(state is null ? "" : "," + state)}} }""";

    private static string Retry(JsonNode asked, string? state = null)
    {
        state ??= (string?)asked["requestState"];
        return $$"""
            ,"inputResponses":{"who":{"action":"accept","content":{} } },"requestState":"{{state}}"
            """;
    }

    private async Task IsRefusedAsync(ModernClient client, string call, JsonNode asked, string? state = null)
    {
        var before = _bed.Server.Received.Count(received => received.Call.Method == "tools/call");

        Assert.Equal(
            (HttpStatusCode.BadRequest, -32602), await client.ErrorAsync("tools/call", call + Retry(asked, state)));
        Assert.Equal(before, _bed.Server.Received.Count(received => received.Call.Method == "tools/call"));
    }
}
