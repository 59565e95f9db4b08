using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Upstream;

public sealed class ModernLegTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Fact]
    public async Task A_call_says_for_whom_it_is_and_keeps_the_other_metadata()
    {
        Gateway.Backend.Answer = ScriptedMcp.Modern((http, message) => ScriptedMcp.ResultAsync(http, message, "{}"));
        var caller = UpstreamCalls.Caller(McpEra.Modern, """{"roots":{}}""") with { LogLevel = "info" };
        var call = caller.Of(
            "tools/call",
            """
            {"name":"a","_meta":{"progressToken":"theirs","traceparent":"00-1",
             "io.modelcontextprotocol/protocolVersion":"x","io.modelcontextprotocol/clientInfo":1,
             "io.modelcontextprotocol/clientCapabilities":{"sampling":{}},"io.modelcontextprotocol/logLevel":"debug",
             "example.com/x":[1]}, "arguments":{"_meta":{"a":1}}}
            """) with { Target = "a", WantsProgress = true };

        await Gateway.Upstream().ResultAsync(call);

        var sent = JsonNode.Parse(Gateway.Backend.Received.Last().Body)!;
        var meta = sent["params"]!["_meta"]!;
        Assert.Equal(
            """
            {"io.modelcontextprotocol/protocolVersion":"2026-07-28",
            "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},
            "io.modelcontextprotocol/clientCapabilities":{"roots":{}},"io.modelcontextprotocol/logLevel":"info",
            "progressToken":ID,"traceparent":"00-1","example.com/x":[1]}
            """.ReplaceLineEndings("").Replace("ID", sent["id"]!.ToJsonString(), StringComparison.Ordinal),
            meta.ToJsonString());
        Assert.Equal("""{"_meta":{"a":1}}""", sent["params"]!["arguments"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", """{"_meta":M}""")]
    [InlineData("{}", """{"_meta":M}""")]
    [InlineData(" { } ", """{"_meta":M}""")]
    [InlineData("""{"a":"}"}""", """{"a":"}","_meta":M}""")]
    [InlineData("""{"_meta":{},"a":1}""", """{"_meta":M,"a":1}""")]
    [InlineData("""{"\u005fmeta":{"progressToken":1},"a":1}""", """{"_meta":M,"a":1}""")]
    public async Task Metadata_go_where_they_were_or_to_the_end(string parameters, string expected)
    {
        Gateway.Backend.Answer = ScriptedMcp.Modern((http, message) => ScriptedMcp.ResultAsync(http, message, "{}"));

        await Gateway.Upstream().ResultAsync(UpstreamCalls.Modern.Of("tools/list", parameters));

        var sent = JsonNode.Parse(Gateway.Backend.Received.Last().Body)!["params"]!;
        var meta = sent["_meta"]!.ToJsonString();
        Assert.Equal(expected.Replace("M", meta, StringComparison.Ordinal), sent.ToJsonString());
        Assert.DoesNotContain("progressToken", meta, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_repeat_the_body()
    {
        Gateway.Backend.Answer = ScriptedMcp.Modern((http, message) => ScriptedMcp.ResultAsync(http, message, "{}"));
        var call = UpstreamCalls.Modern.Tool("Grüße\\r\\nX: y") with
        {
            Target = "Grüße\r\nX: y",
            ParameterHeaders = new HeaderDictionary { ["Mcp-Param-City"] = "Rome", ["Authorization"] = "Bearer x" },
        };

        await Gateway.Upstream().ResultAsync(call);

        var headers = Gateway.Backend.Received.Last().Headers;
        Assert.Equal("2026-07-28", headers["MCP-Protocol-Version"]);
        Assert.Equal("tools/call", headers["Mcp-Method"]);
        Assert.Equal("Grüße\r\nX: y", HeaderEncoding.Decode(headers["Mcp-Name"]));
        Assert.Equal("Rome", headers["Mcp-Param-City"]);
        Assert.DoesNotContain("Authorization", headers.Keys);
        Assert.DoesNotContain("X", headers.Keys);
    }

    [Fact]
    public async Task Events_before_the_answer_go_to_the_talk_in_order()
    {
        Gateway.Backend.Answer = ScriptedMcp.Modern((http, message) => ScriptedMcp.EventsAsync(
            http,
            ": hello\n\nevent: message\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\r\n",
            $"data: \"params\":{{\"progressToken\":{message["id"]},\"progress\":1}}}}\r\n\r\n",
            "data:{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":2}}\r\r",
            "event: other\ndata: nonsense\n\n",
            "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1}}\n\n",
            "data: {\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"sampling/createMessage\",\"params\":{}}\n\n",
            $"data: {{\"jsonrpc\":\"2.0\",\"id\":{message["id"]},\"result\":{{\"a\":3}}}}\n\n"));
        var talk = new RecordingTalk();

        var result = await Gateway.Upstream().ResultAsync(
            UpstreamCalls.Modern.Tool("a") with { WantsProgress = true }, talk);

        Assert.Equal(3, (int?)result["a"]);
        Assert.Equal(["notifications/progress {\"progress\":1}", "notifications/message {\"data\":2}"], talk.Heard);
    }

    [Fact]
    public async Task Ending_the_call_ends_it_at_the_server()
    {
        var aborted = new TaskCompletionSource();
        Gateway.Backend.Answer = ScriptedMcp.Modern((http, _) =>
        {
            http.RequestAborted.Register(aborted.SetResult);
            return aborted.Task;
        });
        var upstream = Gateway.Upstream();
        using var end = new CancellationTokenSource();

        var call = upstream.CallAsync(UpstreamCalls.Modern.Tool("slow"), new RecordingTalk(), end.Token);
        await Eventually.HoldsAsync(
            () => Gateway.Backend.Received.Any(request => Encoding.UTF8.GetString(request.Body).Contains("slow")),
            "the call has arrived");
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Within());
        await aborted.Task.Within();
    }

    [Fact]
    public async Task An_error_with_a_status_is_the_servers_answer()
    {
        Gateway.Backend.Answer = ScriptedMcp.Modern((http, _) => ScriptedBackend.Json(
            """{"jsonrpc":"2.0","id":null,"error":{"code":-32020,"message":"no"}}""", 400)(http));

        var error = await Gateway.Upstream().ErrorAsync(UpstreamCalls.Modern.Tool("a"));

        Assert.Equal(-32020, (int?)error["code"]);
    }
}
