using System.Text;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Routing.EventStreams;

public sealed class KeepAliveTests : IAsyncLifetime
{
    private const string Comment = ": keep-alive\n\n";
    private const string News = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n";
    private const string Result = "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n\n";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private GatewayHost _gateway = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayHost.StartAsync(new() { ["Mcp:KeepAliveInterval"] = "00:00:00.05" });
        _client = _gateway.CreateAuthorizedClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_silent_stream_gets_comments_before_and_between_events()
    {
        using var events = new SemaphoreSlim(0);
        Answer(async write =>
        {
            await events.WaitAsync();
            await write(News);
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        });
        using var response = await _client.AskAsync(new(HttpMethod.Get, Rpc.Path));
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Comment, await ReadAsync(stream, Comment.Length));
        events.Release();
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(News + Comment, StringComparison.Ordinal))
            text.Append(await ReadAsync(stream, 1));
    }

    [Fact]
    public async Task An_event_is_never_interrupted()
    {
        using var rest = new SemaphoreSlim(0);
        using var reached = new SemaphoreSlim(0);
        Answer(async write =>
        {
            await write(Result[..20]);
            reached.Release();
            await rest.WaitAsync();
            await write(Result[20..]);
        });
        using var response = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        await reached.WaitAsync(TestContext.Current.CancellationToken).Within();

        // As long as it takes another stream to be silent often enough.
        Answer(_ => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken));
        using var other = await _client.AskAsync(new(HttpMethod.Get, Rpc.Path));
        await using var silent = await other.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await ReadAsync(silent, 4 * Comment.Length);
        rest.Release();

        var text = await response.TextAsync();
        Assert.Contains(Result, text);
        Assert.Equal(Result, text.Replace(Comment, ""));
    }

    /// <summary>
    /// The server writes the next answer of the connection with the same stream. That answer has not begun when the
    /// time for a comment comes: one that was left over from the stream before would be its first words.
    /// </summary>
    [Fact]
    public async Task No_comment_gets_into_the_next_answer_on_the_connection()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await GatewayHost.StartAsync(
            new() { ["Mcp:KeepAliveInterval"] = $"{Interval}" }, time);
        using var client = gateway.CreateAuthorizedClient();
        for (var i = 0; i < 3; i++)
        {
            gateway.Backend.Answer = ScriptedBackend.Text(Result, "text/event-stream");
            using var stream = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
            Assert.Equal(Result, await stream.TextAsync());

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            gateway.Backend.Answer = async http =>
            {
                reached.SetResult();
                await rest.Task;
                await ScriptedBackend.Json(Rpc.Answer)(http);
            };
            var next = client.AskAsync(Rpc.Post(Rpc.LegacyCall));
            await reached.Task.Within();
            time.Advance(Interval);
            rest.SetResult();

            using var answer = await next.Within();
            Assert.Equal(Rpc.Answer, await answer.TextAsync());
        }
    }

    private static async Task<string> ReadAsync(Stream stream, int count)
    {
        var buffer = new byte[count];
        await stream.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken).AsTask().Within();
        return Encoding.UTF8.GetString(buffer);
    }

    private void Answer(Func<Func<string, Task>, Task> events) => _gateway.Backend.Answer = async http =>
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.Body.FlushAsync();
        await events(text => http.Response.WriteAsync(text)).WaitAsync(http.RequestAborted);
    };
}
