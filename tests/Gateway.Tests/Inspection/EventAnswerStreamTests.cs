using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Inspection;

public sealed class EventAnswerStreamTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Notice = """{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"d"}}""";

    /// <summary>Each as a server sends it, and as a client gets it.</summary>
    public static TheoryData<string, string> Framings => new()
    {
        { $"data: {Rpc.Answer}\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"event: message\ndata: {Rpc.Answer}\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"data:{Rpc.Answer}\r\n\r\n", $"data: {Rpc.Answer}\n\n" },
        { $"data: {Rpc.Answer}\r\r", $"data: {Rpc.Answer}\n\n" },
        { $"\uFEFFdata: {Rpc.Answer}\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"id: e-1\ndata: {Rpc.Answer}\n\n", $"id: e-1\ndata: {Rpc.Answer}\n\n" },
        { $"data: {Rpc.Answer}\nid: e-1\n\n", $"data: {Rpc.Answer}\nid: e-1\n\n" },
        {
            "data: {\ndata:  \"jsonrpc\":\"2.0\",\r\ndata: \"id\":7,\ndata: \"result\":{}}\n\n",
            "data: {  \"jsonrpc\":\"2.0\", \"id\":7, \"result\":{}}\n\n"
        },
        {
            $": heartbeat secret\n\nid: e-1\nretry: 500\ndata: \n\nid: e-2\ndata: {Rpc.Answer}\n\n",
            $":\n\nid: e-1\nretry: 500\ndata: \n\nid: e-2\ndata: {Rpc.Answer}\n\n"
        },
        {
            $"id: e-1\nevent: prime\ndata:\n\ndata: {Rpc.Answer}\n\n",
            $"event: prime\nid: e-1\ndata: \n\ndata: {Rpc.Answer}\n\n"
        },
        { $"id: e-1\nevent: /evil\ndata:\n\ndata: {Rpc.Answer}\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"retry: 500\n\ndata: {Rpc.Answer}\n\n", $"retry: 500\n\ndata: {Rpc.Answer}\n\n" },
        { $"retry: 0\ndata: {Rpc.Answer}\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"retry: 1e9\nretry: -5\ndata: {Rpc.Answer}\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"id: \u00fc\ndata: {Rpc.Answer}\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"id: {new string('x', 1025)}\ndata: {Rpc.Answer}\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"evil: x\ndatax: y\ndata: {Rpc.Answer}\nfoo\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"event: endpoint\ndata: /other\n\ndata: {Rpc.Answer}\n\n", $"data: {Rpc.Answer}\n\n" },
        { $"data: {Notice}\n\ndata: {Rpc.Answer}\n\n", $"data: {Notice}\n\ndata: {Rpc.Answer}\n\n" },
        { $"data: {Rpc.Answer}\n\ndata: {{", $"data: {Rpc.Answer}\n\n" },
    };

    public static TheoryData<string> Malformed =>
    [
        "",
        ":\n\n:\n\n",
        "<html><body>Error</body></html>",
        $"data: {Rpc.Answer}",
        $"data: {Rpc.Answer}\n",
        "data: <html>\n\n",
        "data: [DONE]\n\n",
        $"data: {Rpc.Answer}{Rpc.Answer}\n\n",
        "data: {\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}\n\n",
        "data: {\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{}}\n\n",
        "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"a\":1,\"a\":2}}\n\n",
        "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"a\":\"x\ndata: y\"}}\n\n",
        "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"notifications/message\"}\n\n",
        "data: {\"jsonrpc\":\"2.0\",\"method\":\"sampling/createMessage\"}\n\n",
        $"data: {Rpc.Answer}\nevent: endpoint\n\n",
        // Nobody gets the id of a message that was left out, so that nobody can come back with it.
        "id: e-1\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"evil\"}\n\n",
    ];

    [Theory]
    [MemberData(nameof(Framings))]
    public async Task Events_arrive_in_one_form_however_they_were_written(string sent, string received)
    {
        Gateway.Backend.Answer = ScriptedBackend.Text(sent, "text/event-stream");

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(received, await response.TextAsync());
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public async Task They_do_so_in_pieces_of_one_byte(string sent, string received)
    {
        Gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            foreach (var value in System.Text.Encoding.UTF8.GetBytes(sent))
            {
                await http.Response.Body.WriteAsync(new[] { value });
                await http.Response.Body.FlushAsync();
            }
        };

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(received, await response.TextAsync());
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_stream_without_a_proper_answer_ends_with_a_JSON_RPC_error(string sent)
    {
        Gateway.Backend.Answer = ScriptedBackend.Text($"data: {Notice}\n\n{sent}", "text/event-stream");

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        var events = (await response.TextAsync()).Replace(":\n\n", "").Split("\n\n");

        Assert.Equal($"data: {Notice}", events[0]);
        Assert.Equal("", events[2]);
        var error = JsonNode.Parse(events[1]["data: ".Length..])!;
        Assert.Equal(7, (int?)error["id"]);
        Assert.Equal(-32603, (int?)error["error"]!["code"]);
        await Eventually.HoldsAsync(
            () => Gateway.Log.Lines.Any(line => line.Contains("Warning: The backend", StringComparison.Ordinal)),
            "the operator is told");
    }

    [Fact]
    public async Task A_second_answer_breaks_the_stream()
    {
        Gateway.Backend.Answer = ScriptedBackend.Text(
            Rpc.Event(Rpc.Answer) + Rpc.Event(Rpc.Answer), "text/event-stream");

        await BreaksOffAsync(Rpc.Post(Rpc.LegacyCall));
    }

    [Theory]
    [InlineData("2025-11-25", "elicitation/create", true)]
    [InlineData("2025-11-25", "roots/list", true)]
    [InlineData("2025-11-25", "tools/call", false)]
    [InlineData("2025-11-25", "evil/method", false)]
    [InlineData("2026-07-28", "elicitation/create", false)]
    [InlineData("2026-07-28", "ping", false)]
    public async Task Servers_ask_only_what_their_era_lets_them(string version, string method, bool passes)
    {
        var question = Rpc.Event($$$"""{"jsonrpc":"2.0","id":"s-1","method":"{{{method}}}","params":{}}""");
        Gateway.Backend.Answer = ScriptedBackend.Text(question + Rpc.Event(Rpc.Answer), "text/event-stream");
        using var request = version == "2026-07-28"
            ? Rpc.Modern(Rpc.ModernCall, "tools/call", "echo")
            : Rpc.Post(Rpc.LegacyCall, ("MCP-Protocol-Version", version));

        using var response = await Client.AskAsync(request);

        Assert.Equal((passes ? question : "") + Rpc.Event(Rpc.Answer), await response.TextAsync());
        if (!passes)
            Assert.Contains(Gateway.Log.Lines, line => line.Contains($"may not send: {method}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("e-1", true)]
    public async Task Answers_on_a_GET_stream_need_a_stream_that_is_resumed(string? lastEventId, bool passes)
    {
        var session = await Gateway.OpenSessionAsync(Client, "s-1");
        Gateway.Backend.Answer = ScriptedBackend.Text(
            Rpc.Event(Rpc.Answer) + Rpc.Progress(1), "text/event-stream");
        using var request = new HttpRequestMessage(HttpMethod.Get, Rpc.Path).In(session);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);

        using var response = await Client.AskAsync(request);

        Assert.Equal((passes ? Rpc.Event(Rpc.Answer) : "") + Rpc.Progress(1), await response.TextAsync());
    }

    [Theory]
    [InlineData("2025-11-25", true)]
    [InlineData("2026-07-28", false)]
    public async Task A_legacy_stream_with_event_ids_may_end_before_the_answer(string version, bool mayEnd)
    {
        const string First = "id: e-1\ndata: \n\n";
        Gateway.Backend.Answer = ScriptedBackend.Text(First, "text/event-stream");
        using var request = version == "2026-07-28"
            ? Rpc.Modern(Rpc.ModernCall, "tools/call", "echo")
            : Rpc.Post(Rpc.LegacyCall, ("MCP-Protocol-Version", version));

        using var response = await Client.AskAsync(request);
        var text = await response.TextAsync();

        Assert.StartsWith(First, text);
        Assert.Equal(mayEnd, text == First);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{"text":"*"}}""", true)]
    [InlineData("""{"result":{"text":"*"},"jsonrpc":"2.0","id":7}""", true)]
    [InlineData("""{"result":{"text":"*"},"jsonrpc":"2.0","id":8}""", false)]
    [InlineData("""{"result":{"text":"*"},"jsonrpc":"2.0","id":7,"result":{}}""", false)]
    public async Task A_large_message_is_streamed_and_never_looks_complete_if_its_end_is_wrong(string message, bool isGood)
    {
        var sent = Rpc.Event(message.Replace("*", new string('x', 3_000_000)));
        Gateway.Backend.Answer = ScriptedBackend.Text(sent, "text/event-stream");

        if (!isGood)
        {
            await BreaksOffAsync(Rpc.Post(Rpc.LegacyCall));
            return;
        }

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        Assert.True(sent == await response.TextAsync());
    }

    [Theory]
    [InlineData("""{"params":{"text":"*"},"method":"notifications/message","jsonrpc":"2.0"}""")]
    [InlineData("""{"x":"*","jsonrpc":"2.0","id":7,"result":{}}""")]
    public async Task A_large_message_that_does_not_say_at_its_beginning_what_it_is_becomes_an_error(string message)
    {
        Gateway.Backend.Answer = ScriptedBackend.Text(
            Rpc.Event(message.Replace("*", new string('x', 200_000))), "text/event-stream");

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Contains("-32603", await response.TextAsync());
    }

    [Fact]
    public async Task A_large_question_that_may_not_be_asked_is_left_out()
    {
        const string Question = """{"method":"evil/method","params":{"text":"*"},"id":1,"jsonrpc":"2.0"}""";
        Gateway.Backend.Answer = ScriptedBackend.Text(
            Rpc.Event(Question.Replace("*", new string('x', 200_000))) + Rpc.Event(Rpc.Answer), "text/event-stream");

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(Rpc.Event(Rpc.Answer), await response.TextAsync());
    }

    [Theory]
    [InlineData(202)]
    [InlineData(500)]
    public async Task Only_a_result_or_a_refusal_is_a_stream(int status)
    {
        Gateway.Backend.Answer = ScriptedBackend.Text(Rpc.Event(Rpc.Answer), "text/event-stream", status);

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await response.ErrorAsync();
    }

    [Fact]
    public async Task A_refusal_may_come_as_an_event()
    {
        var error = Rpc.Event("""{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"m"}}""");
        Gateway.Backend.Answer = ScriptedBackend.Text(error, "text/event-stream", 404);

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(error, await response.TextAsync());
    }

    [Fact]
    public async Task The_encoding_that_is_none_passes()
    {
        Gateway.Backend.Answer = http =>
        {
            http.Response.Headers.ContentEncoding = "identity";
            return ScriptedBackend.Text(Rpc.Event(Rpc.Answer), "text/event-stream")(http);
        };

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(Rpc.Event(Rpc.Answer), await response.TextAsync());
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_notification_gets_no_stream()
    {
        Gateway.Backend.Answer = ScriptedBackend.Text(Rpc.Event(Rpc.Answer), "text/event-stream");

        using var response = await Client.AskAsync(Rpc.Post("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", await response.TextAsync());
    }
}
