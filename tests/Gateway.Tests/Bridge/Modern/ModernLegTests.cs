using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

public sealed class ModernLegTests : IAsyncLifetime
{
    private BridgeBed _bed = null!;
    private ModernClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _bed = await BridgeBed.StartAsync(isModern: false);
        _client = _bed.Single();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task Discovery_says_what_is_behind_the_endpoint()
    {
        var result = await _client.ResultAsync("server/discover");

        Assert.Equal("complete", (string?)result["resultType"]);
        Assert.Equal("""["2026-07-28"]""", result["supportedVersions"]!.ToJsonString());
        Assert.True((bool)result["capabilities"]!["tools"]!["listChanged"]!);
        Assert.Null(result["capabilities"]!["tasks"]);
        Assert.Equal("Be kind.", (string?)result["instructions"]);
        Assert.Equal("private", (string?)result["cacheScope"]);
        Assert.True((int)result["ttlMs"]! >= 0);
        Assert.Equal("scripted", (string?)result["_meta"]!["io.modelcontextprotocol/serverInfo"]!["name"]);
    }

    [Fact]
    public async Task A_result_of_a_legacy_server_gets_what_the_revision_demands()
    {
        _bed.Server.Answer = (_, _, _) => Task.FromResult(
            """{"contents":[],"_meta":{"own":1},"resultType":"input_required","requestState":"x","cacheScope":"public"}""");

        var result = await _client.ResultAsync("resources/read", "\"uri\":\"a:b\"");

        Assert.Equal("complete", (string?)result["resultType"]);
        Assert.Equal("private", (string?)result["cacheScope"]);
        Assert.Equal(0, (int?)result["ttlMs"]);
        Assert.Null(result["requestState"]);
        Assert.Equal(1, (int?)result["_meta"]!["own"]);
        Assert.Equal("scripted", (string?)result["_meta"]!["io.modelcontextprotocol/serverInfo"]!["name"]);
    }

    [Fact]
    public async Task A_call_reaches_the_server_without_what_it_does_not_know_and_says_what_its_client_declared()
    {
        await _client.ResultAsync("tools/call", """
            "name":"echo","arguments":{"text":"x"},"inputResponses":{"a":{}}
            """);

        var (call, parameters, capabilities) = _bed.Server.Received.Last();
        Assert.Equal("echo", call.Target);
        Assert.Equal("x", (string?)JsonNode.Parse(parameters)!["arguments"]!["text"]);
        Assert.Null(JsonNode.Parse(parameters)!["inputResponses"]);
        Assert.Equal(_client.Capabilities, capabilities);
    }

    [Fact]
    public async Task Callers_share_nothing_whose_subject_or_capabilities_differ()
    {
        using var other = _bed.Single("subject-2");
        using var poorer = _bed.Single();
        poorer.Capabilities = "{}";

        foreach (var client in new[] { _client, other, poorer, _client })
            await client.ResultAsync("tools/call", "\"name\":\"echo\"");

        string[] keys =
        [
            .. _bed.Server.Received.Select(received => $"{received.Call.Caller.Key} {received.Capabilities}"),
        ];
        Assert.Equal(3, keys.Distinct().Count());
        Assert.Equal(keys[0], keys[3]);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("initialize")]
    [InlineData("logging/setLevel")]
    [InlineData("resources/subscribe")]
    [InlineData("resources/unsubscribe")]
    [InlineData("sampling/createMessage")]
    public async Task Removed_and_unknown_methods_are_not_found(string method)
    {
        Assert.Equal((HttpStatusCode.NotFound, -32601), await _client.ErrorAsync(method));
        Assert.Empty(_bed.Server.Received);
    }

    [Theory]
    [InlineData("v999.0.0")]
    [InlineData("2026-07-29")]
    [InlineData("2025-11-25")]
    public async Task Another_version_is_told_which_there_are(string version)
    {
        _client.Version = version;

        var (status, message) = await _client.AskAsync("server/discover");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var error = message["error"]!;
        Assert.Equal(-32022, (int?)error["code"]);
        Assert.Equal("""["2026-07-28"]""", error["data"]!["supported"]!.ToJsonString());
        Assert.Equal(version, (string?)error["data"]!["requested"]);
    }

    [Theory]
    [InlineData("\"io.modelcontextprotocol/clientInfo\":7")]
    [InlineData("\"io.modelcontextprotocol/logLevel\":\"loud\"")]
    public async Task Metadata_of_the_wrong_type_is_refused(string member)
    {
        _client.Meta = "," + member;

        Assert.Equal((HttpStatusCode.BadRequest, -32602), await _client.ErrorAsync("tools/call", "\"name\":\"a\""));
    }

    [Fact]
    public async Task Capabilities_have_to_be_declared()
    {
        _client.Capabilities = "7";

        Assert.Equal((HttpStatusCode.BadRequest, -32602), await _client.ErrorAsync("server/discover"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task GET_and_DELETE_are_not_allowed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Rpc.Path).With(
            ("MCP-Protocol-Version", "2026-07-28"), ("Accept", "text/event-stream"), ("Mcp-Session-Id", "s"));

        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.False(response.Headers.Contains("Mcp-Session-Id"));
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.NotAcceptable)]
    [InlineData("text/event-stream", HttpStatusCode.NotAcceptable)]
    [InlineData("text/*;q=0.5 , application/json", HttpStatusCode.OK)]
    [InlineData("*/*", HttpStatusCode.OK)]
    public async Task Both_kinds_of_answers_have_to_be_acceptable(string accept, HttpStatusCode expected)
    {
        using var request = _client.Request("server/discover");
        request.Headers.Remove("Accept");
        request.With(("Accept", accept));

        using var response = await _client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_response_is_refused_and_a_notification_accepted()
    {
        using var response = _client.Request("server/discover");
        response.Content = new StringContent(
            """{"jsonrpc":"2.0","id":1,"result":{}}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var notification = _client.Request("notifications/cancelled");
        notification.Content = new StringContent(
            """
            {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}
            """,
            new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));

        using var refused = await _client.SendAsync(response);
        using var accepted = await _client.SendAsync(notification);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("", await accepted.TextAsync());
    }

    [Fact]
    public async Task Errors_of_the_server_come_with_the_codes_of_the_revision()
    {
        _bed.Server.Answer = (_, _, _) => Task.FromResult("""error:{"code":-32002,"message":"Gone.","data":{"uri":"a:b"}}""");
        var (status, message) = await _client.AskAsync("resources/read", "\"uri\":\"a:b\"");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(-32602, (int?)message["error"]!["code"]);
        Assert.Equal("Gone.", (string?)message["error"]!["message"]);
        Assert.Equal("a:b", (string?)message["error"]!["data"]!["uri"]);

        _bed.Server.Answer = (_, _, _) => Task.FromResult("""error:{"code":-32601,"message":"No."}""");
        Assert.Equal((HttpStatusCode.NotFound, -32601), await _client.ErrorAsync("completion/complete"));

        _bed.Server.Answer = (_, _, _) => Task.FromResult("""error:{"code":-32042,"message":"Open this."}""");
        Assert.Equal((HttpStatusCode.BadGateway, -32603), await _client.ErrorAsync("tools/call", "\"name\":\"a\""));
    }

    [Fact]
    public async Task Progress_and_logs_come_before_the_result_if_they_were_asked_for()
    {
        _bed.Server.Answer = async (_, talk, _) =>
        {
            await talk.NotifiedAsync("notifications/progress", "{\"progress\":1,\n\"total\":2}"u8.ToArray());
            await talk.NotifiedAsync("notifications/message", """{"level":"info","data":"quiet"}"""u8.ToArray());
            await talk.NotifiedAsync("notifications/message", """{"level":"error","data":"loud"}"""u8.ToArray());
            await talk.NotifiedAsync("notifications/tools/list_changed", default);
            return ScriptedServer.Says("done\n\ndata: {}");
        };

        using var plain = await _client.SendAsync("tools/call", "\"name\":\"a\"");
        _client.Meta = ",\"progressToken\":\"p\\u002d7\",\"io.modelcontextprotocol/logLevel\":\"warning\"";
        using var full = await _client.SendAsync("tools/call", "\"name\":\"a\"");

        Assert.Single((await ModernClient.ReadAsync(plain)).Messages);
        var (_, messages) = await ModernClient.ReadAsync(full);
        Assert.Equal("no", full.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal(3, messages.Count);
        Assert.Equal("p-7", (string?)messages[0]["params"]!["progressToken"]);
        Assert.Equal(2, (int?)messages[0]["params"]!["total"]);
        Assert.Equal("loud", (string?)messages[1]["params"]!["data"]);
        Assert.Equal("complete", (string?)messages[2]["result"]!["resultType"]);
    }

    [Fact]
    public async Task Closing_the_stream_cancels_the_call()
    {
        var begun = new TaskCompletionSource();
        _bed.Server.Answer = async (_, _, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return "{}";
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var http = _bed.Gateway.CreateAuthorizedClient();

        var call = http.SendAsync(_client.Request("tools/call", "\"name\":\"a\""), stop.Token);
        await begun.Task.Within();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.HoldsAsync(() => _bed.Server.Cancelled == 1, "the call is cancelled at the server");
    }

    [Fact]
    public async Task What_the_bridge_has_a_defect_in_is_an_internal_error_that_says_nothing()
    {
        _bed.Server.Answer = (_, _, _) => throw new InvalidOperationException("secret");

        var (status, message) = await _client.AskAsync("tools/call", "\"name\":\"a\"");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal(-32603, (int?)message["error"]!["code"]);
        Assert.DoesNotContain("secret", message.ToJsonString());
    }
}
