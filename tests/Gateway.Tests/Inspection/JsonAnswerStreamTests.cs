using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Inspection;

public sealed class JsonAnswerStreamTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    /// <summary>More than is held back.</summary>
    private const int Large = 300_000;

    public static TheoryData<string> Malformed =>
    [
        "",
        "null",
        "[]",
        "{}",
        "\"text\"",
        "<html>",
        """{"jsonrpc":"2.0","id":7,"result":{}} {}""",
        """{"jsonrpc":"2.0","id":7,"result":{}}{"jsonrpc":"2.0","id":7,"result":{}}""",
        """[{"jsonrpc":"2.0","id":7,"result":{}}]""",
        """{"jsonrpc":"2.0","id":7,"result":{"content":[]""",
        """{"jsonrpc":"1.0","id":7,"result":{}}""",
        """{"id":7,"result":{}}""",
        """{"jsonrpc":"2.0","id":7}""",
        """{"jsonrpc":"2.0","id":7,"result":{},"error":{"code":1,"message":"m"}}""",
        """{"jsonrpc":"2.0","id":7,"error":"text"}""",
        """{"jsonrpc":"2.0","id":7,"result":{},"Result":{}}""",
        """{"jsonrpc":"2.0","id":7,"result":{},"\u0072esult":{}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"content":[],"content":[]}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"a","te\u0078t":"b"}]}}""",
        """{"jsonrpc":"2.0","id":8,"result":{}}""",
        """{"jsonrpc":"2.0","id":7.0,"result":{}}""",
        """{"jsonrpc":"2.0","id":"7","result":{}}""",
        """{"jsonrpc":"2.0","id":null,"result":{}}""",
        """{"jsonrpc":"2.0","result":{}}""",
        """{"jsonrpc":"2.0","id":7,"method":"ping"}""",
        """{"jsonrpc":"2.0","method":"notifications/progress"}""",
        """{"jsonrpc":"2.0","id":7,"result":{"x":"\ud800"}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"x":1e400}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"x":NaN}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"x":01}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"x":1,}}""",
        """{"jsonrpc":"2.0","id":7,"result":/*x*/{}}""",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_not_the_one_answer_becomes_a_JSON_RPC_error_with_the_id_of_the_request(string body)
    {
        Gateway.Backend.Answer = ScriptedBackend.Json(body);

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(-32603, (int?)(await response.ErrorAsync())["code"]);
        Assert.Equal(7, (int?)JsonNode.Parse(await response.TextAsync())!["id"]);
    }

    [Theory]
    [InlineData("7", """{"result":{"content":[]},"jsonrpc":"2.0","id":7}""")]
    [InlineData("7", """ {"jsonrpc" : "2.0", "id" : 7, "error" : {"code" : -1, "message" : "m"}}  """)]
    [InlineData("\"a\\u0062\"", """{"jsonrpc":"2.0","id":"\u0061b","result":{"x":1.7976931348623157e308}}""")]
    [InlineData("-9007199254740992", """{"jsonrpc":"2.0","id":-9007199254740992,"result":{"ü":"😀\ud83d\ude00"}}""")]
    public async Task A_well_formed_answer_comes_through_byte_for_byte(string id, string body)
    {
        Gateway.Backend.Answer = ScriptedBackend.Json(body);

        using var response = await Client.AskAsync(Rpc.Post($$"""{"jsonrpc":"2.0","id":{{id}},"method":"x"}"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, await response.TextAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_answer_comes_through_byte_for_byte(bool isChunked)
    {
        var body = Answer(10_000_000, """ ,"id":7}""" + "\n\n");
        Gateway.Backend.Answer = Bytes(body, isChunked);

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        var length = response.Content.Headers.ContentLength;
        var received = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isChunked ? null : body.Length, length);
        Assert.True(body.AsSpan().SequenceEqual(received));
    }

    [Theory]
    [InlineData(true, ",\"id\":8}")]
    [InlineData(false, ",\"id\":8}")]
    [InlineData(true, "}")]
    [InlineData(false, "}")]
    [InlineData(true, ",\"id\":7}x")]
    [InlineData(false, ",\"id\":7}}")]
    [InlineData(true, ",\"id\":7")]
    [InlineData(false, ",\"id\":7,\"id\":7}")]
    public async Task A_large_answer_whose_end_is_wrong_never_looks_complete(bool isChunked, string end)
    {
        Gateway.Backend.Answer = Bytes(Answer(Large, end), isChunked);

        await BreaksOffAsync(Rpc.Post(Rpc.LegacyCall));

        await Eventually.HoldsAsync(
            () => Gateway.Log.Lines.Any(line => line.Contains("backend_malformed", StringComparison.Ordinal)),
            "the operator is told");
    }

    [Fact]
    public async Task At_whatever_length_the_last_byte_waits_for_the_verdict()
    {
        // The copying buffer has 64 KiB: the closing brace comes before, at and after its end.
        var broken = 0;
        const int Lengths = 70;
        for (var length = (64 * 1024) - Lengths; length < 64 * 1024; length++)
        {
            var body = Answer(length, ",\"id\":7}");
            Gateway.Backend.Answer = Bytes(body, isChunked: false);
            using var good = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));
            Assert.Equal(HttpStatusCode.OK, good.StatusCode);
            Assert.Equal(Encoding.UTF8.GetString(body), await good.TextAsync());

            Gateway.Backend.Answer = Bytes(Answer(length, ",\"id\":8}"), isChunked: false);
            broken += await FailsAsync() ? 1 : 0;
        }

        // Those that fit become a clean error, those that do not break off: the end was indeed passed on the way.
        Assert.InRange(broken, 1, Lengths - 1);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Large)]
    public async Task A_body_that_breaks_off_is_an_error_or_visibly_broken(int sent)
    {
        Gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = 1_000_000;
            await http.Response.Body.WriteAsync(Answer(sent, ""));
            await http.Response.Body.FlushAsync();
            http.Abort();
        };

        await FailsAsync(mayBeBroken: sent == Large);
    }

    [Theory]
    [InlineData(404, """{"jsonrpc":"2.0","id":"server-error","error":{"code":-32001,"message":"No session"}}""", true)]
    [InlineData(400, """{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad"},"id":null}""", true)]
    [InlineData(400, """{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad"}}""", true)]
    [InlineData(404, """{"error":"not found","trace":"secret"}""", false)]
    [InlineData(409, """{"jsonrpc":"2.0","id":7,"result":{"trace":"secret"}}""", false)]
    [InlineData(500, """{"type":"about:blank","trace":"secret"}""", false)]
    public async Task A_refusal_keeps_its_status_and_its_body_only_if_that_is_an_error(
        int status, string body, bool passes)
    {
        Gateway.Backend.Answer = ScriptedBackend.Json(body, status);

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(status == 500 ? 502 : status, (int)response.StatusCode);
        if (passes)
            Assert.Equal(body, await response.TextAsync());
        Assert.NotNull((await response.ErrorAsync())["code"]);
        Assert.DoesNotContain("secret", await response.TextAsync());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task What_nobody_asked_for_has_no_reader(string method)
    {
        Gateway.Backend.Answer = ScriptedBackend.Json(Rpc.Answer);
        using var request = method == "DELETE"
            ? new HttpRequestMessage(HttpMethod.Delete, Rpc.Path)
            : Rpc.Post("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");

        using var response = await Client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", await response.TextAsync());
    }

    [Theory]
    [InlineData("Content-Encoding", "gzip")]
    [InlineData("Content-Encoding", "identity, gzip")]
    [InlineData("Content-Type", "application/json; charset=utf-16")]
    [InlineData("Content-Type", "application/json; charset=iso-8859-1")]
    public async Task An_answer_that_clients_would_read_in_another_way_is_refused(string header, string value)
    {
        Gateway.Backend.Answer = http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.Headers[header] = value;
            return http.Response.WriteAsync(Rpc.Answer);
        };

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await response.ErrorAsync();
    }

    [Fact]
    public async Task A_page_may_read_the_error_too()
    {
        Gateway.Backend.Answer = ScriptedBackend.Json("{");

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Origin", GatewayHost.PublicOrigin)));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(
            GatewayHost.PublicOrigin, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("Origin", Assert.Single(response.Headers.GetValues("Vary")));
    }

    /// <summary>Asserts that the answer is an error or does not complete; says whether it is the latter.</summary>
    private async Task<bool> FailsAsync(bool mayBeBroken = true)
    {
        try
        {
            using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));
            await response.TextAsync();
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            return false;
        }
        catch (HttpRequestException) when (mayBeBroken)
        {
            // The connection broke, which nobody takes for an answer.
            return true;
        }
    }

    /// <summary>An answer that begins with a string of this length and goes on with the end.</summary>
    private static byte[] Answer(int length, string end) => Encoding.UTF8.GetBytes(
        $$$"""{"jsonrpc":"2.0","result":{"text":"{{{new string('x', length)}}}"}{{{end}}}""");

    private static RequestDelegate Bytes(byte[] body, bool isChunked) => async http =>
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = isChunked ? null : body.Length;
        await http.Response.Body.WriteAsync(body);
    };
}
