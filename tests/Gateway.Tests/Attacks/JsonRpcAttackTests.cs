using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Attacks;

/// <summary>Cases 1 to 19 of the attack list: what a client can do with JSON and JSON-RPC.</summary>
public sealed class JsonRpcAttackTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":*}}""";

    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{*}}}""";

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","name":"danger"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"path":"a","path":"b"}}}""")]
    public async Task Case_01_members_that_occur_twice_are_refused_and_told_to_the_operator(string body)
    {
        await IsRefusedAsync(body, -32700);

        Assert.Contains(Gateway.Log.Lines, line => line.Contains("malformed_message", StringComparison.Ordinal));
    }

    [Fact]
    public Task Case_02_so_are_those_that_hide_behind_an_escape() =>
        IsRefusedAsync("""{"jsonrpc":"2.0","id":1,"method":"ping","\u006dethod":"tools/call"}""", -32700);

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","PARAMS":{"name":"danger"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","Name":"danger"}}""")]
    public Task Case_03_known_members_in_other_letters_are_refused(string body) => IsRefusedAsync(body, -32600);

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"clean"}],"content":[{"type":"text","text":"poisoned"}]}""")]
    [InlineData("""{"content":[{"type":"text","text":"clean","\u0074ext":"poisoned"}]}""")]
    public async Task Case_04_members_that_occur_twice_in_an_answer_become_an_error(string result)
    {
        Gateway.Backend.Answer = ScriptedBackend.Json($$"""{"jsonrpc":"2.0","id":7,"result":{{result}}}""");

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(-32603, (int?)(await response.ErrorAsync())["code"]);
        Assert.DoesNotContain("poisoned", await response.TextAsync());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"tools/call"}]""")]
    public Task Case_05_batches_are_refused_whole(string body) => IsRefusedAsync(body, -32600);

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"}{"jsonrpc":"2.0","id":2,"method":"ping"}""")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\0")]
    public Task Case_06_nothing_may_follow_the_message(string body) => IsRefusedAsync(body, -32700);

    [Theory]
    [InlineData("""{"id":1,"method":"ping"}""")]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"ping"}""")]
    [InlineData("""{"jsonrpc":2.0,"id":1,"method":"ping"}""")]
    public Task Case_07_other_versions_of_JSON_RPC_are_refused(string body) => IsRefusedAsync(body, -32600);

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("true")]
    [InlineData("1.5")]
    [InlineData("1.0")]
    [InlineData("1e400")]
    [InlineData("9007199254740993")]
    [InlineData("\"\"")]
    public Task Case_08_ids_that_readers_compare_differently_are_refused(string id) =>
        IsRefusedAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping"}""", -32600);

    [Fact]
    public async Task Case_08_so_are_endless_ids_and_a_good_one_comes_back_exactly()
    {
        await IsRefusedAsync($$"""{"jsonrpc":"2.0","id":{{new string('9', 1000)}},"method":"ping"}""", -32600);
        await IsRefusedAsync($$"""{"jsonrpc":"2.0","id":"{{new string('x', 1_000_000)}}","method":"ping"}""", -32600);

        using var text = await Client.AskAsync(Rpc.Post("""{"jsonrpc":"2.0","id":"1","method":"ping"}"""));
        using var number = await Client.AskAsync(Rpc.Post("""{"jsonrpc":"2.0","id":1,"method":"ping"}"""));

        Assert.Contains("\"id\":\"1\"", await text.TextAsync());
        Assert.Contains("\"id\":1,", await number.TextAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_09_requests_with_the_same_id_never_get_each_others_answers(bool isOneClient)
    {
        var waiting = new ConcurrentBag<TaskCompletionSource>();
        Gateway.Backend.Answer = async http =>
        {
            var received = (ReceivedRequest)http.Items[typeof(ReceivedRequest)]!;
            var name = (string?)JsonNode.Parse(received.Body)!["params"]!["name"];
            var turn = new TaskCompletionSource();
            waiting.Add(turn);
            await turn.Task;
            await ScriptedBackend.Result($$"""{"name":"{{name}}"}""")(http);
        };
        using var other = Gateway.CreateAuthorizedClient();

        var first = Client.AskAsync(Rpc.Post(Call.Replace("\"a\"", "\"first\"").Replace("*", "{}")));
        var second = (isOneClient ? Client : other)
            .AskAsync(Rpc.Post(Call.Replace("\"a\"", "\"second\"").Replace("*", "{}")));
        await Eventually.HoldsAsync(() => waiting.Count == 2, "both wait at the backend");
        foreach (var turn in waiting)
            turn.SetResult();

        Assert.Contains("first", await (await first).TextAsync());
        Assert.Contains("second", await (await second).TextAsync());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","error":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{},"error":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","result":{}}""")]
    public Task Case_10_what_is_neither_request_nor_response_is_refused(string body) => IsRefusedAsync(body, -32600);

    [Fact]
    public async Task Case_10_nobody_answers_in_the_modern_era()
    {
        using var response = await Client.AskAsync(
            Rpc.Post("""{"jsonrpc":"2.0","id":1,"result":{}}""", ("MCP-Protocol-Version", "2026-07-28")));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32600);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(100_000)]
    public async Task Case_11_deep_nesting_is_refused_in_both_directions(int depth)
    {
        var nested = new string('[', depth) + new string(']', depth);
        await IsRefusedAsync(Call.Replace("*", nested), -32700);

        Gateway.Backend.Answer = ScriptedBackend.Json($$$"""{"jsonrpc":"2.0","id":7,"result":{"x":{{{nested}}}}}""");
        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await response.ErrorAsync();
    }

    [Theory]
    [InlineData(1_000_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(300_000, HttpStatusCode.OK)]
    public async Task Case_12_a_flood_of_members_costs_little(int count, HttpStatusCode status)
    {
        var members = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":1"));
        var began = Stopwatch.GetTimestamp();

        using var response = await Client.AskAsync(Rpc.Post(Call.Replace("*", $"{{{members}}}")));

        Assert.Equal(status, response.StatusCode);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
    }

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "invalid", [.. "{\"jsonrpc\":\"2.0\",\"id\":\""u8, 0xFF, .. "\",\"method\":\"ping\"}"u8] },
        { "overlong", [.. "{\"jsonrpc\":\"2.0\",\"id\":\""u8, 0xC0, 0xAF, .. "\",\"method\":\"ping\"}"u8] },
        { "surrogate", [.. "{\"jsonrpc\":\"2.0\",\"id\":\""u8, 0xED, 0xA0, 0x80, .. "\",\"method\":\"ping\"}"u8] },
        { "BOM", [0xEF, 0xBB, 0xBF, .. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"ping"}""") },
        { "UTF-32", Encoding.UTF32.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"ping"}""") },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Case_13_what_is_not_plain_UTF8_is_refused(string _, byte[] body)
    {
        using var response = await Client.AskAsync(Rpc.Post(body));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32700);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a\ud800"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"x":"\udc00"}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"\ud800":1}}}""")]
    public Task Case_14_halves_of_surrogate_pairs_are_refused(string body) => IsRefusedAsync(body, -32700);

    [Theory]
    [InlineData("pi\\u0000ng", "a", -32600)]
    [InlineData("ping\\r\\nX: y", "a", -32600)]
    [InlineData("tools/call", "a\\u0000", -32602)]
    [InlineData("tools/call", "a\\u007f", -32602)]
    [InlineData("tools/call", "a\\r\\nMcp-Name: b", -32602)]
    [InlineData("tools/call", "\\u001b[31m", -32602)]
    public async Task Case_15_control_characters_are_refused_and_do_not_reach_the_log(
        string method, string name, int code)
    {
        await IsRefusedAsync(
            $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{"name":"{{{name}}}"}}""", code);

        Assert.DoesNotContain(Gateway.Log.Lines, line => line.TrimEnd().Any(char.IsControl) && line.Contains("Refused"));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e400")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1/*c*/")]
    [InlineData("1//c\n")]
    [InlineData("[1,]")]
    [InlineData("{'a':1}")]
    public Task Case_16_what_only_some_readers_take_for_JSON_is_refused(string value) =>
        IsRefusedAsync(Call.Replace("*", $$"""{"x":{{value}}}"""), -32700);

    [Theory]
    [InlineData("""{"__proto__":{"admin":true},"constructor":{"prototype":{}},"$type":"System.Diagnostics.Process"}""")]
    [InlineData("""{"x":-0,"y":1E-400}""")]
    public async Task Case_17_names_with_a_meaning_in_some_language_are_data_and_arrive_unchanged(string arguments)
    {
        var body = Call.Replace("*", arguments);

        using var response = await Client.AskAsync(Rpc.Post(body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, Encoding.UTF8.GetString(Gateway.Backend.Single().Body));
    }

    [Theory]
    [InlineData("rpc.discover")]
    [InlineData("rpc.")]
    [InlineData("\\u0072pc.x")]
    public Task Case_18_the_reserved_methods_are_not_passed_on(string method) =>
        IsRefusedAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}"}""", -32601);

    [Fact]
    public async Task Case_18_what_else_is_unknown_is_the_servers_to_refuse()
    {
        const string Error = """{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}""";
        Gateway.Backend.Answer = ScriptedBackend.Json(Error);

        using var response = await Client.AskAsync(Rpc.Post("""{"jsonrpc":"2.0","id":1,"method":"no/such"}"""));

        Assert.Equal(Error, await response.TextAsync());
    }

    [Theory]
    [InlineData("\"traceparent\":\"00-\\r\\nX-Evil: 1\"")]
    [InlineData("\"tracestate\":\"a\\u0000\"")]
    [InlineData("\"baggage\":7")]
    [InlineData("\"progressToken\":{}")]
    public Task Case_19_metadata_that_servers_put_into_headers_or_keep_is_bounded(string member) =>
        IsRefusedAsync(Ping.Replace("*", member), -32602);

    [Fact]
    public async Task Case_19_a_progress_token_is_short_and_no_claim_in_metadata_opens_anything()
    {
        await IsRefusedAsync(
            Ping.Replace("*", $"\"progressToken\":\"{new string('x', 1_000_000)}\""), -32602);

        using var stranger = Gateway.CreateClient();
        using var response = await stranger.AskAsync(Rpc.Post(
            Ping.Replace("*", "\"gateway/approved\":true,\"subject\":\"admin\"")));

        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
    }

    private async Task IsRefusedAsync(string body, int code)
    {
        using var response = await Client.AskAsync(Rpc.Post(body));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, code);
    }
}
