using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>A server that breaks the protocol: every time one clean refusal, in time, and never a second try.</summary>
public sealed class UnusableAnswerTests : IAsyncLifetime
{
    /// <summary>The reset may overtake what was sent before it.</summary>
    private const string BrokenOff = "backend_unusable or backend_unreachable";

    private GatewayHost _gateway = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync(
        new() { ["Mcp:BackendTimeout"] = "00:00:00.5", ["Mcp:MaxResultBytes"] = "65536" });

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"content":[],"content":[]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"a":{"b":1,"\u0062":2}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{}}{}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":"text"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{},"error":{"code":1,"message":"x"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"error":{"message":"no code"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"Result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"method":"roots/list"}""")]
    [InlineData("""[{"jsonrpc":"2.0","id":ID,"result":{}}]""")]
    [InlineData("""{"result":{}}""")]
    [InlineData("""<html>""")]
    [InlineData("")]
    public async Task No_answer_to_the_request_is_refused(string body)
    {
        await IsRefusedAsync("backend_unusable", (http, message) => ScriptedBackend.Json(Fill(body, message))(http));
        await IsRefusedAsync("backend_unusable", (http, message) => body.Length == 0
            ? ScriptedMcp.EventsAsync(http, "data\n\n")
            : ScriptedMcp.EventsAsync(http, $"data: {Fill(body, message)}\n\n"));
    }

    [Theory]
    [InlineData(200, "text/html", "backend_unusable")]
    [InlineData(202, "", "backend_unusable")]
    [InlineData(302, "", "backend_unusable")]
    [InlineData(401, "application/json", "backend_unusable")]
    [InlineData(404, "text/plain", "backend_refused")]
    [InlineData(400, "application/json", "backend_refused")]
    [InlineData(500, "application/json", "backend_unusable")]
    [InlineData(503, "text/html", "backend_unusable")]
    public Task A_status_without_an_answer_is_refused(int status, string mediaType, string reason) =>
        IsRefusedAsync(reason, (http, _) =>
        {
            http.Response.Headers.Location = "http://127.0.0.1:1/";
            return ScriptedBackend.Text("{}", mediaType, status)(http);
        });

    [Fact]
    public Task A_content_encoding_is_refused() => IsRefusedAsync("backend_unusable", (http, message) =>
    {
        http.Response.Headers.ContentEncoding = "gzip";
        return ScriptedMcp.ResultAsync(http, message, "{}");
    });

    [Fact]
    public Task An_endless_body_is_refused() => IsRefusedAsync("backend_unusable", async (http, _) =>
    {
        http.Response.ContentType = "application/json";
        while (!http.RequestAborted.IsCancellationRequested)
            await http.Response.WriteAsync(new string(' ', 4096), http.RequestAborted);
    });

    [Theory]
    [InlineData(": heartbeat\n\n")]
    [InlineData("data: x")]
    [InlineData("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}\n\n")]
    public Task Endless_events_are_refused(string text) => IsRefusedAsync("backend_unusable", async (http, _) =>
    {
        http.Response.ContentType = "text/event-stream";
        while (!http.RequestAborted.IsCancellationRequested)
            await http.Response.WriteAsync(text, http.RequestAborted);
    });

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public Task Silence_ends_in_time(string? mediaType) => IsRefusedAsync("backend_timeout", async (http, _) =>
    {
        if (mediaType is not null)
        {
            http.Response.ContentType = mediaType;
            await http.Response.Body.FlushAsync();
        }

        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    });

    [Theory]
    [InlineData("application/json", "{\"jsonrpc\"")]
    [InlineData("text/event-stream", "data: {\"jsonrpc\"")]
    [InlineData("text/event-stream", "")]
    public Task A_broken_connection_is_refused(string mediaType, string text) =>
        IsRefusedAsync(BrokenOff, async (http, _) =>
        {
            http.Response.ContentType = mediaType;
            await http.Response.WriteAsync(text);
            await http.Response.Body.FlushAsync();
            http.Abort();
        });

    [Fact]
    public async Task A_server_that_is_not_there_is_refused()
    {
        await _gateway.Backend.DisposeAsync();

        var exception = await Assert.ThrowsAsync<UpstreamException>(
            async () => await _gateway.Upstream().DescribeAsync(Stop));

        Assert.Equal((502, "backend_unreachable"), (exception.Refusal.Status, exception.Refusal.Reason));
    }

    private static string Fill(string body, JsonNode message) =>
        body.Replace("ID", message["id"]!.ToJsonString(), StringComparison.Ordinal);

    private async Task IsRefusedAsync(string reason, Func<HttpContext, JsonNode, Task> answer)
    {
        var calls = 0;
        _gateway.Backend.Answer = ScriptedMcp.Modern((http, message) =>
        {
            Interlocked.Increment(ref calls);
            return answer(http, message);
        });

        var call = _gateway.Upstream().CallAsync(UpstreamCalls.Modern.Tool("a"), new RecordingTalk(), Stop);

        var exception = await Assert.ThrowsAsync<UpstreamException>(() => call.Within());
        Assert.Contains(exception.Refusal.Reason, reason, StringComparison.Ordinal);
        Assert.Equal(1, calls);
    }
}
