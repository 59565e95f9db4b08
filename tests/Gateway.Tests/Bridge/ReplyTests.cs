using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Bridge;

public sealed class ReplyTests
{
    private const string Begun = "id: 1\ndata: {}\n\n";

    [Fact]
    public async Task A_stream_that_has_begun_ends_with_the_error_in_it() => Assert.Equal(
        Begun
        + "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":"
        + "{\"code\":-32603,\"message\":\"Internal error.\"}}\n\n",
        await RefuseAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call"}"""));

    [Fact]
    public async Task One_that_answers_no_request_just_ends() => Assert.Equal(Begun, await RefuseAsync(message: null));

    /// <summary>What a client gets whose stream has begun before the request is refused.</summary>
    private static async Task<string> RefuseAsync(string? message)
    {
        await using var host = await LoopbackHost.StartAsync(async http =>
        {
            using var request = Request(http, message);
            await using var reply = new Reply(request, request.RequestId, ties: null!);
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(Begun);
            await http.Response.Body.FlushAsync();
            await reply.RefuseAsync(Refusals.StageFailed);
        });
        using var client = new HttpClient();
        return await client.GetStringAsync(host.Address, TestContext.Current.CancellationToken).Within();
    }

    private static McpRequest Request(HttpContext http, string? message)
    {
        var server = new McpServer("everything", "", "", [], TimeSpan.FromSeconds(10), new ServerOptions());
        var request = new McpRequest(http, server);
        if (message is null)
            return request;

        request.Body = new PooledBody(message.Length);
        request.Body.Append(System.Text.Encoding.UTF8.GetBytes(message));
        Assert.True(JsonRpcReader.TryRead(request.Body.Bytes.Span, out var read, out _));
        request.Message = read;
        return request;
    }
}
