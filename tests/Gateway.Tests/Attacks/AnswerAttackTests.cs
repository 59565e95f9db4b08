using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Attacks;

/// <summary>Cases 51, 52, 70 and 71 of the attack list: what a server can answer.</summary>
public sealed class AnswerAttackTests : IAsyncLifetime
{
    private GatewayHost _gateway = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:BackendTimeout"] = "00:00:01",
            ["Mcp:StreamIdleTimeout"] = "00:00:01",
            ["Mcp:MaxAnswerBytes"] = "1000000",
        });
        _client = _gateway.CreateAuthorizedClient();
    }

    [Theory]
    [InlineData("data: {*}\ndata: {*}\n\n")]
    [InlineData("data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":\"a\n\ndata: {*}\n\n\"}}\n\n")]
    [InlineData("data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":\"a\rdata: {*}\r\r\"}}\n\n")]
    public async Task Case_51_an_event_cannot_smuggle_another_one(string stream)
    {
        var text = await StreamAsync(stream.Replace("{*}", Rpc.Answer.Replace("{}", "{\"evil\":1}")));

        Assert.DoesNotContain("evil", text);
        Assert.Contains("-32603", text);
    }

    [Fact]
    public async Task Case_51_each_event_is_one_line_of_data_without_a_retry_time_of_zero()
    {
        const string Answer = """{"jsonrpc":"2.0","id":7,"result":{"x":"\u2028 \n\ndata: y"}}""";

        var text = await StreamAsync($"retry: 0\nevent: message\nevil: x\ndata: {Answer}\n\n");

        Assert.Equal(Rpc.Event(Answer), text);
    }

    [Theory]
    [InlineData("sampling/createMessage")]
    [InlineData("elicitation/create")]
    [InlineData("roots/list")]
    public async Task Case_52_a_server_asks_nothing_on_a_modern_stream(string method)
    {
        var question = Rpc.Event($$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{}}""");
        _gateway.Backend.Answer = ScriptedBackend.Text(question + Rpc.Event(Rpc.Answer), "text/event-stream");

        using var response = await _client.AskAsync(Rpc.Modern(Rpc.ModernCall, "tools/call", "echo"));

        Assert.Equal(Rpc.Event(Rpc.Answer), await response.TextAsync());
        Assert.Contains(_gateway.Log.Lines, line => line.Contains($"may not send: {method}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, gzip", "gzip")]
    [InlineData("deflate", "br")]
    [InlineData("zstd", "zstd")]
    public async Task Case_70_nothing_is_unpacked_in_either_direction(string request, string answer)
    {
        using var packed = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Content-Encoding", request)));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, packed.StatusCode);
        Assert.Empty(_gateway.Backend.Received);

        _gateway.Backend.Answer = http =>
        {
            http.Response.Headers.ContentEncoding = answer;
            return ScriptedBackend.Json(Rpc.Answer)(http);
        };
        await IsErrorAsync(HttpStatusCode.BadGateway);
    }

    [Theory]
    [InlineData("application/json", "<html>It works</html>")]
    [InlineData("text/html", "<html>It works</html>")]
    [InlineData("application/json", "It works")]
    [InlineData("application/json", """{"jsonrpc":"2.0","id":8,"result":{}}""")]
    public async Task Case_71_pages_and_answers_to_somebody_else_become_an_error(string type, string body)
    {
        _gateway.Backend.Answer = ScriptedBackend.Text(body, type);

        await IsErrorAsync(HttpStatusCode.BadGateway);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_71_ten_gigabytes_are_refused_or_cut_off(bool isAnnounced)
    {
        _gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = isAnnounced ? 10_000_000_000 : null;
            await http.Response.WriteAsync("""{"jsonrpc":"2.0","id":7,"result":{"x":" """);
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.WriteAsync(new string('x', 10_000), http.RequestAborted);
        };

        if (isAnnounced)
            await IsErrorAsync(HttpStatusCode.BadGateway);
        else
            await Assert.ThrowsAnyAsync<HttpRequestException>(AskAsync).Within();
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"d"}}""")]
    [InlineData("")]
    public async Task Case_71_a_stream_without_end_or_with_heartbeats_only_ends_with_an_error(string message)
    {
        var part = message.Length > 0 ? Rpc.Event(message) : ":\n\n";
        _gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(message.Length > 0 ? 1 : 100));
            while (await pace.WaitForNextTickAsync(http.RequestAborted))
                await http.Response.WriteAsync(message.Length > 0 ? string.Concat(Enumerable.Repeat(part, 300)) : part);
        };

        var text = await AskAsync().Within();

        Assert.Contains("-32603", text);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task Case_71_a_server_that_says_nothing_more_gets_a_deadline(string type)
    {
        _gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = type;
            await http.Response.WriteAsync(type == "application/json" ? "{" : "data: {");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };

        Assert.Contains("-32603", await AskAsync().Within());
    }

    [Fact]
    public async Task Case_71_so_does_one_that_answers_a_byte_at_a_time()
    {
        _gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "application/json";
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (await pace.WaitForNextTickAsync(http.RequestAborted))
            {
                await http.Response.WriteAsync(" ");
                await http.Response.Body.FlushAsync();
            }
        };

        await IsErrorAsync(HttpStatusCode.GatewayTimeout).Within();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    private Task<string> StreamAsync(string stream)
    {
        _gateway.Backend.Answer = ScriptedBackend.Text(stream, "text/event-stream");
        return AskAsync();
    }

    private async Task<string> AskAsync()
    {
        using var response = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        return await response.TextAsync();
    }

    private async Task IsErrorAsync(HttpStatusCode status)
    {
        using var response = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(-32603, (int?)(await response.ErrorAsync())["code"]);
        Assert.Equal(7, (int?)JsonNode.Parse(await response.TextAsync())!["id"]);
    }
}
