using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using McpAspire.Backends.Tests.Everything.Hosting;
using McpAspire.Shared;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Tools;

public sealed class WorkToolsTests(EverythingServerFixture server)
{
    private readonly ConcurrentQueue<JsonNode> _heard = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothEras))]
    public async Task CountSlowly_WhileItRuns_ReportsEveryStep(Era era)
    {
        await using var client = await ListeningAsync(era, NotificationMethods.ProgressNotification);

        var text = await CountAsync(client, steps: 3, milliseconds: 0, Stop);

        Assert.Equal("Counted to 3.", text);
        await Eventually.HoldsAsync(() => _heard.Count == 3, "three steps are reported");
        Assert.Equal([1, 2, 3], _heard.Select(report => (int)report["progress"]!).Order());
        Assert.All(_heard, report => Assert.Equal("count-1", (string?)report["progressToken"]));
        Assert.All(_heard, report => Assert.Equal(3, (int?)report["total"]));
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task CountSlowly_Cancelled_EndsTheCall(Era era)
    {
        await using var client = await ListeningAsync(era, NotificationMethods.ProgressNotification);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var call = CountAsync(client, steps: 100, milliseconds: 100, cancel.Token);
        await Eventually.HoldsAsync(() => !_heard.IsEmpty, "the first step is reported");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Within());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(101, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 10_001)]
    public async Task CountSlowly_OutOfBounds_IsAnError(int steps, int milliseconds)
    {
        await using var client = await server.ConnectAsync(Era.Modern);

        Assert.NotEmpty(await client.ErrorAsync("count_slowly", ("steps", steps), ("milliseconds", milliseconds)));
    }

    [Fact]
    public async Task WriteLog_LegacySession_HearsItsLevelAndAbove()
    {
        await using var client = await ListeningAsync(Era.Legacy, NotificationMethods.LoggingMessageNotification);
        await client.SetLoggingLevelAsync(LoggingLevel.Warning, cancellationToken: Stop);

        await client.TextAsync("write_log", ("message", "unheard"), ("level", "info"));
        await client.TextAsync("write_log", ("message", "disk is filling"), ("level", "warning"));
        await client.TextAsync("write_log", ("message", "disk is full"), ("level", "error"));

        await Eventually.HoldsAsync(() => _heard.Count >= 2, "two messages are heard");
        Assert.Equal(
            ["error: disk is full", "warning: disk is filling"],
            _heard.Select(log => $"{log["level"]}: {log["data"]}").Order());
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("error", 0)]
    [InlineData("warning", 1)]
    [InlineData("debug", 1)]
    public async Task WriteLog_ModernRequest_SendsWhatTheRequestAsksFor(string? level, int messages)
    {
        var arguments = new JsonObject { ["message"] = "disk is filling", ["level"] = "warning" };
        var call = new JsonObject { ["name"] = "write_log", ["arguments"] = arguments };
        if (level is not null) call["_meta"] = new JsonObject { [MetaKeys.LogLevel] = level };

        var answer = await server.PostAsync(RawRequests.Modern("tools/call", call));

        Assert.NotNull(answer.Messages[^1]["result"]);
        Assert.Equal(messages, answer.Messages.Count(IsLog));
        Assert.Equal(messages + 1, answer.Messages.Count);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task Fail_Reason_IsTheToolsError(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        var error = await client.ErrorAsync("fail", ("reason", "out of paper"));

        Assert.Contains("out of paper", error, StringComparison.Ordinal);
    }

    private static bool IsLog(JsonNode message) =>
        (string?)message["method"] == NotificationMethods.LoggingMessageNotification
        && (string?)message["params"]!["data"] == "disk is filling";

    /// <summary>With a token of our own: the client drops a handler of its own making when the result comes.</summary>
    private static async Task<string> CountAsync(
        McpClient client, int steps, int milliseconds, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?> { ["steps"] = steps, ["milliseconds"] = milliseconds };
        var options = new RequestOptions { Meta = new JsonObject { ["progressToken"] = "count-1" } };
        var result = await client.CallToolAsync(
            "count_slowly", arguments, options: options, cancellationToken: cancellationToken);
        return ToolCalls.TextOf(result);
    }

    private Task<McpClient> ListeningAsync(Era era, string method) =>
        server.ConnectAsync(era, handlers => handlers.NotificationHandlers =
        [
            new(method, (notification, _) =>
            {
                _heard.Enqueue(notification.Params!);
                return ValueTask.CompletedTask;
            }),
        ]);
}
