using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Tests.Federation.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Federation.Views;

public sealed class FederationViewTests : IDisposable
{
    private const string Resources = "notifications/resources/list_changed";

    private readonly FederationBed _bed = new("a", "b");

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task DescribeAsync_IsWhatAnyServerCan()
    {
        _bed["a"].Capabilities = """
            {"tools":{"listChanged":false},"extensions":{"io.modelcontextprotocol/ui":{"mimeTypes":["a"]}},"tasks":{"list":{},"cancel":{}}}
            """;
        _bed["b"].Capabilities = """
            {"tools":{"listChanged":true},"prompts":{},"extensions":{"io.modelcontextprotocol/tasks":{}},"resources":{"subscribe":true}}
            """;
        _bed["a"].Instructions = "Be kind.";
        _bed["b"].Instructions = "Be brief.";

        var description = await _bed.View.DescribeAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            """{"tools":{"listChanged":true},"extensions":{"io.modelcontextprotocol/ui":{"mimeTypes":["a"]},"io.modelcontextprotocol/tasks":{}},"tasks":{"cancel":{}},"prompts":{},"resources":{"subscribe":true}}""",
            Encoding.UTF8.GetString(description.Capabilities.Span));
        Assert.Equal("mcpaspire", (string?)JsonNode.Parse(description.ServerInfo.Span)!["name"]);
        Assert.False(string.IsNullOrEmpty((string?)JsonNode.Parse(description.ServerInfo.Span)!["version"]));
        Assert.True(description is { IsLegacy: true, IsModern: true });
        Assert.Matches(@"(?s)# a\n.*a_.*Be kind\.\n\n# b\n.*b_.*Be brief\.", description.Instructions);
    }

    [Fact]
    public async Task DescribeAsync_DoesWithoutServersThatAreAway()
    {
        _bed["a"].Failure = new UpstreamException(new Refusal(502, -32603, "Away.", "away"));
        _bed["b"].Capabilities = """{"prompts":{}}""";

        var description = await _bed.View.DescribeAsync(TestContext.Current.CancellationToken);

        Assert.Equal("""{"prompts":{}}""", Encoding.UTF8.GetString(description.Capabilities.Span));
        Assert.Null(description.Instructions);
    }

    [Fact]
    public async Task WhatIsDoneForAll_CarriesNothingOfTheFirstCaller()
    {
        var whose = new AsyncLocal<string?>();
        var seen = new ConcurrentQueue<string?>();
        foreach (var server in (string[])["a", "b"])
        {
            _bed[server].Before = _ =>
            {
                seen.Enqueue(whose.Value);
                return Task.CompletedTask;
            };
        }

        whose.Value = "the first caller";
        await _bed.ToolNamesAsync();
        await Eventually.HoldsAsync(() => _bed["a"].Listening + _bed["b"].Listening == 2, "both are listened to");

        Assert.NotEmpty(seen);
        Assert.All(seen, Assert.Null);
    }

    [Fact]
    public void ErrorToEndpoint_NamesTheResourceAsTheClientDoes()
    {
        ReadOnlyMemory<byte> other = """{"code":-32602,"message":"memo:x","data":["uri","memo:x"]}"""u8.ToArray();
        var error = """{"code":-32002,"message":"No memo:x","data":{"text":"memo:x","uri":"memo:x"}}"""u8.ToArray();

        Assert.Equal(
            """{"code":-32002,"message":"No memo:x","data":{"text":"memo:x","uri":"memo+a:x"}}""",
            Encoding.UTF8.GetString(_bed.View.ErrorToEndpoint(_bed.Catalogue.Find("a")!, error).Span));
        Assert.True(other.Equals(_bed.View.ErrorToEndpoint(_bed.Catalogue.Find("a")!, other)));
    }

    [Fact]
    public async Task ChangesAsync_TellsOfAChange_ThatAServerTellsOf()
    {
        _bed["a"].HasTools("one");
        await using var changes = await ListeningAsync();

        _bed["a"].HasTools("one", "two");
        _bed["a"].Say("notifications/tools/list_changed");

        Assert.Equal("notifications/tools/list_changed", await NextAsync(changes));
        Assert.Equal(["a_one", "a_two"], await _bed.ToolNamesAsync());
    }

    [Fact]
    public async Task ChangesAsync_TellsOfAChange_ThatAServerTellsOfWhileItsListIsRead()
    {
        _bed["a"].HasTools("one");
        await using var changes = await ListeningAsync();
        var other = _bed["a"].Result;
        var (begun, readings) = (0, 0);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bed["a"].Before = cancellationToken =>
        {
            Interlocked.Increment(ref begun);
            return release.Task.WaitAsync(cancellationToken);
        };
        // The first reading does not have the change yet.
        _bed["a"].Result = (method, cursor) => method == "tools/list" && Interlocked.Increment(ref readings) > 1
            ? ScriptedUpstream.Tools("one", "two")
            : other(method, cursor);

        _bed.Time.Advance(TimeSpan.FromSeconds(2));
        _bed["a"].Say("notifications/tools/list_changed");
        await BegunAsync(1);
        _bed["a"].Say("notifications/tools/list_changed");
        // That the one before has been heard shows in that this one has.
        _bed["a"].Say("notifications/resources/list_changed");
        await BegunAsync(2);
        release.SetResult();

        Assert.Equal("notifications/tools/list_changed", await NextAsync(changes));

        Task BegunAsync(int count) => Eventually.HoldsAsync(() => begun >= count, $"{count} lists are read");
    }

    [Fact]
    public async Task ChangesAsync_SaysNothing_AndReadsHardlyAnything_WhenAServerOnlyCriesWolf()
    {
        _bed["a"].HasTools("one");
        await _bed.ListAsync("resources/list");
        await using var changes = await ListeningAsync();
        var heard = NextAsync(changes);

        for (var i = 0; i < 1000; i++)
            _bed["a"].Say("notifications/tools/list_changed");
        await Eventually.HoldsAsync(() => ToolLists() == 2, "the list is read again");

        // What is heard is of the other kind each time: of the tools, which are what they were, nobody has spoken.
        Assert.Equal(Resources, await WithResourceAsync(heard, "test://one"));
        Assert.Equal(Resources, await WithResourceAsync(NextAsync(changes), "test://two"));
        Assert.InRange(ToolLists(), 2, 5);

        int ToolLists() => _bed["a"].Calls.Count(call => call.Method == "tools/list");
    }

    [Fact]
    public async Task ChangesAsync_TellsOfAReload()
    {
        await using var changes = await ListeningAsync();

        _bed.Reload(("a", new()));

        Assert.Contains("list_changed", await NextAsync(changes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServer_IsNotListenedTo_BeforeAnybodyAsks()
    {
        _ = _bed.View.Servers;
        Assert.Equal(0, _bed["a"].ListenerCount);

        await _bed.ListAsync();

        await Eventually.HoldsAsync(() => _bed["a"].ListenerCount == 1, "the server is listened to");
    }

    /// <summary>What is heard once the other server has another resource.</summary>
    private async Task<string> WithResourceAsync(Task<string> heard, string uri)
    {
        Assert.False(heard.IsCompleted);
        _bed["b"].Has("resources/list", $$"""{"resources":[{"name":"x","uri":"{{uri}}"}]}""");
        _bed["b"].Say(Resources);
        return await heard;
    }

    private async Task<IAsyncEnumerator<string>> ListeningAsync()
    {
        await _bed.ListAsync();
        await Eventually.HoldsAsync(
            () => _bed["a"].ListenerCount == 1 && _bed["b"].ListenerCount == 1, "both servers are listened to");
        return _bed.View.ChangesAsync(null, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    private async Task<string> NextAsync(IAsyncEnumerator<string> changes)
    {
        var next = changes.MoveNextAsync().AsTask();
        await Eventually.HoldsAsync(
            () =>
            {
                _bed.Time.Advance(TimeSpan.FromMilliseconds(200));
                return next.IsCompleted;
            },
            "a change is told of");
        Assert.True(await next);
        return changes.Current;
    }
}
