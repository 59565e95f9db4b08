using System.Net;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using static McpAspire.Gateway.Tests.Bridge.Legacy.Hosting.ScriptedUpstream;

namespace McpAspire.Gateway.Tests.Bridge.Legacy;

public sealed class CallTests : IAsyncLifetime
{
    private LegacyHost _host = null!;
    private LegacyClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await LegacyHost.StartAsync();
        _client = await LegacyClient.OpenAsync(_host);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _host.DisposeAsync();
    }

    [Fact]
    public async Task A_result_is_lowered_and_comes_as_json()
    {
        _host.Upstream.Answer = (_, _, _) => Task.FromResult(Result("""
            {"resultType":"complete","content":[],"structuredContent":[1,2],"ttlMs":5,"cacheScope":"public"}
            """));

        using var response = await _client.CallAsync();

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"[1,2]"}]}}""",
            (await LegacyClient.MessagesAsync(response))[0].ToJsonString());
    }

    [Fact]
    public async Task What_has_no_form_in_this_era_is_an_error()
    {
        _host.Upstream.Answer = (_, _, _) => Task.FromResult(Result("""{"resultType":"task","taskId":"1"}"""));

        Assert.Equal(-32603, (int?)(await _client.AskAsync("tools/call", """{"name":"tool"}"""))["error"]!["code"]);
    }

    [Theory]
    [InlineData("resources/read", """{"uri":"test://gone"}""", -32602, -32002)]
    [InlineData("tools/call", """{"name":"tool"}""", -32602, -32602)]
    [InlineData("tools/call", """{"name":"tool"}""", -32021, -32600)]
    public async Task An_error_has_the_code_of_this_era(string method, string parameters, int said, int heard)
    {
        _host.Upstream.Answer = (_, _, _) => Task.FromResult(Error($$"""{"code":{{said}},"message":"No."}"""));

        var error = (await _client.AskAsync(method, parameters))["error"]!;

        Assert.Equal(heard, (int?)error["code"]);
        Assert.Equal("No.", (string?)error["message"]);
    }

    [Theory]
    [InlineData("tools/call", "name", -32602)]
    [InlineData("prompts/get", "name", -32602)]
    [InlineData("resources/read", "uri", -32002)]
    public async Task What_is_not_there_reaches_no_server(string method, string member, int code)
    {
        var answer = await _client.AskAsync(method, $$"""{"{{member}}":"hidden"}""");

        Assert.Equal(code, (int?)answer["error"]!["code"]);
        Assert.Empty(_host.Upstream.Calls);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_an_error_of_the_call_alone()
    {
        _host.Upstream.Answer = (_, _, _) => throw new UpstreamException(
            new Refusal(StatusCodes502, -32603, "The server cannot be reached.", "backend_unreachable"));

        using var response = await _client.CallAsync();

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await _client.StatusAsync("""{"jsonrpc":"2.0","id":2,"method":"ping"}"""));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"7\"")]
    public async Task Progress_comes_with_the_clients_token_and_only_grows(string token)
    {
        _host.Upstream.Answer = async (_, talk, _) =>
        {
            foreach (var progress in (double[])[1, 0.5, 1, 2.5])
                await talk.NotifiedAsync("notifications/progress", Json($$"""{"progress":{{progress}}}"""));
            return Result("{}");
        };

        using var response = await _client.CallAsync(meta: $$"""{"progressToken":{{token}}}""");
        var messages = await LegacyClient.MessagesAsync(response);

        Assert.True(Assert.Single(_host.Upstream.Calls).WantsProgress);
        Assert.Equal(3, messages.Count);
        Assert.All(messages.Take(2), said => Assert.Equal(token, said["params"]!["progressToken"]!.ToJsonString()));
        Assert.Equal([1, 2.5], messages.Take(2).Select(said => (double)said["params"]!["progress"]!));
        Assert.Equal("{}", messages[2]["result"]!.ToJsonString());
    }

    [Fact]
    public async Task Progress_that_nobody_wants_and_logs_below_the_level_are_dropped()
    {
        _host.Upstream.Answer = async (_, talk, _) =>
        {
            await talk.NotifiedAsync("notifications/progress", Json("""{"progress":1}"""));
            await talk.NotifiedAsync("notifications/message", Json("""{"level":"debug","data":"low"}"""));
            await talk.NotifiedAsync("notifications/message", Json("""{"level":"error","data":"one\n\ndata: two"}"""));
            return Result("{}");
        };

        using var response = await _client.CallAsync();
        var messages = await LegacyClient.MessagesAsync(response);

        Assert.Equal(2, messages.Count);
        Assert.Equal("one\n\ndata: two", (string?)messages[0]["params"]!["data"]);
    }

    [Fact]
    public async Task Line_breaks_between_tokens_make_no_fields_of_the_stream()
    {
        _host.Upstream.Answer = async (_, talk, _) =>
        {
            await talk.NotifiedAsync("notifications/message", Json("{\"level\":\"error\",\n\n\r\"data\":1}"));
            return Result("{\n\"content\":[]\r\n}");
        };

        using var response = await _client.CallAsync();

        Assert.Equal(2, (await LegacyClient.MessagesAsync(response)).Count);
    }

    [Fact]
    public async Task Cancelling_ends_the_request_without_a_response()
    {
        var cancelled = Hang();
        var asking = _client.CallAsync(id: 5);
        await cancelled.Begun.Task.Within();

        Assert.Equal(HttpStatusCode.Accepted, await _client.StatusAsync(Cancel("5")));

        await cancelled.Cancelled.Task.Within();
        using var response = await asking;
        Assert.Empty(await LegacyClient.MessagesAsync(response));
    }

    [Fact]
    public async Task Cancelling_reaches_a_request_at_another_replica()
    {
        await using var replica = await _host.ReplicaAsync();
        using var there = _client.At(replica.CreateClient());
        var hanging = Hang();
        var asking = _client.CallAsync(id: 5);
        await hanging.Begun.Task.Within();

        await there.StatusAsync(Cancel("5"));

        await hanging.Cancelled.Task.Within();
        (await asking).Dispose();
    }

    [Theory]
    [InlineData("subject-2", "5")]
    [InlineData("subject-1", "\"5\"")]
    public async Task Nothing_but_the_sessions_own_request_of_that_id_is_cancelled(string subject, string id)
    {
        var hanging = Hang();
        var asking = _client.CallAsync(id: 5);
        await hanging.Begun.Task.Within();
        using var other = subject == "subject-1"
            ? _client.At(_host.CreateClient())
            : await LegacyClient.OpenAsync(_host, subject: subject);

        Assert.Equal(HttpStatusCode.Accepted, await other.StatusAsync(Cancel(id)));

        Assert.False(hanging.Cancelled.Task.IsCompleted);
        hanging.Release.SetResult();
        using var response = await asking;
        Assert.Single(await LegacyClient.MessagesAsync(response));
    }

    [Fact]
    public async Task The_same_id_cannot_be_in_progress_twice_but_another_sessions_can()
    {
        var hanging = Hang();
        var asking = _client.CallAsync(id: 5);
        await hanging.Begun.Task.Within();
        using var other = await LegacyClient.OpenAsync(_host, subject: "subject-2");
        var theirs = other.CallAsync(id: 5);

        using var second = await _client.CallAsync(id: 5);
        hanging.Release.SetResult();

        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await asking).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await theirs).StatusCode);
    }

    [Fact]
    public async Task A_client_that_leaves_does_not_cancel()
    {
        var hanging = Hang();
        using var leave = new CancellationTokenSource();
        var asking = _client.SendAsync(
            HttpMethod.Post,
            """{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"tool"}}""",
            leave.Token);
        await hanging.Begun.Task.Within();

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        Assert.Equal(HttpStatusCode.OK, await _client.StatusAsync("""{"jsonrpc":"2.0","id":2,"method":"ping"}"""));
        Assert.False(hanging.Cancelled.Task.IsCompleted);
        hanging.Release.SetResult();
        await hanging.Done.Task.Within();
    }

    private const int StatusCodes502 = 502;

    private static string Cancel(string id) =>
        $$$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{{{id}}}}}""";

    private Hanging Hang()
    {
        var hanging = new Hanging();
        _host.Upstream.Answer = async (_, _, cancellationToken) =>
        {
            hanging.Begun.TrySetResult();
            await Task.WhenAny(hanging.Release.Task, Task.Delay(Timeout.Infinite, cancellationToken));
            if (cancellationToken.IsCancellationRequested)
                hanging.Cancelled.TrySetResult();
            cancellationToken.ThrowIfCancellationRequested();
            hanging.Done.TrySetResult();
            return Result("{}");
        };
        return hanging;
    }

    private sealed class Hanging
    {
        public TaskCompletionSource Begun { get; } = new();

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new();

        public TaskCompletionSource Done { get; } = new();
    }
}
