using System.Text;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Federation.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Federation.Views;

public sealed class ServerViewTests : IDisposable
{
    private readonly FederationBed _bed = new(("a", new ServerOptions
    {
        DenyTools = ["denied"],
        Tools = { ["add"] = new ToolOptions { Name = "plus", Description = "Adds." } },
    }));

    public void Dispose() => _bed.Dispose();

    private IServerView View => _bed.Single("a");

    [Fact]
    public async Task ListAsync_GivesTheServersPages_UnderItsOwnNamesAndCursors()
    {
        _bed["a"].Has("tools/list",
            """{"tools":[{"name":"echo"},{"name":"denied"},{"name":"add"}],"nextCursor":"more","_meta":{"k":1}}""");

        var page = await _bed.ListAsync(cursor: "c", view: View);

        Assert.Equal(["echo", "plus"], page["tools"]!.AsArray().Select(tool => (string)tool!["name"]!));
        Assert.Equal("Adds.", (string?)page["tools"]![1]!["description"]);
        Assert.Equal(("more", 1), ((string?)page["nextCursor"], (int?)page["_meta"]!["k"]));
        Assert.Equal(("private", "complete"), ((string?)page["cacheScope"], (string?)page["resultType"]));
        var call = Assert.Single(_bed["a"].Calls);
        Assert.Same(_bed.Caller, call.Caller);
        Assert.Equal("""{"cursor":"c"}""", Encoding.UTF8.GetString(call.Parameters.Span));
    }

    [Fact]
    public async Task ListAsync_OfResources_ChangesNoUri()
    {
        _bed["a"].Has("resources/list", """{"resources":[{"uri":"relative"},{"uri":"memo:x"}]}""");

        var page = await _bed.ListAsync("resources/list", view: View);

        Assert.Equal(["relative", "memo:x"], page["resources"]!.AsArray().Select(it => (string)it!["uri"]!));
    }

    [Fact]
    public async Task ListAsync_PassesAnErrorOn()
    {
        _bed["a"].Has("tools/list", """error:{"code":-32602,"message":"No such cursor"}""");

        using var answer = await View.ListAsync(_bed.Caller, "tools/list", "x", shows: null, TestContext.Current.CancellationToken);

        Assert.True(answer.IsError);
        Assert.Contains("No such cursor", Encoding.UTF8.GetString(answer.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_ForALegacyCaller_SaysNothingThatItsEraDoesNotKnow()
    {
        _bed["a"].Has("tools/list", """{"tools":[],"ttlMs":1,"cacheScope":"public","resultType":"complete"}""");

        var page = await _bed.ListAsync(caller: FederationBed.CallerOf("ann", McpEra.Legacy), view: View);

        Assert.Equal(["tools"], page.Select(member => member.Key));
    }

    [Theory]
    [InlineData("tools/call", """{"name":"echo"}""", "echo", """{"name":"echo"}""")]
    [InlineData("tools/call", """{"name":"plus"}""", "add", """{"name":"add"}""")]
    [InlineData("tools/call", "{}", null, "{}")]
    [InlineData("prompts/get", """{"name":"denied"}""", "denied", """{"name":"denied"}""")]
    [InlineData("resources/read", """{"uri":"memo:x"}""", "memo:x", """{"uri":"memo:x"}""")]
    [InlineData("custom/method", """{"name":"denied"}""", null, """{"name":"denied"}""")]
    public async Task RouteAsync_LeavesTheServersNames(string method, string parameters, string? target, string expected) =>
        Assert.Equal(("a", target, expected), await _bed.RouteAsync(method, parameters, view: View));

    [Theory]
    [InlineData("denied")]
    [InlineData("add")]
    public async Task RouteAsync_WhatIsHidden_IsUnknown(string name) =>
        Assert.Null(await _bed.RouteAsync("tools/call", $$"""{"name":"{{name}}"}""", view: View));

    [Fact]
    public void ToEndpoint_ChangesNothing()
    {
        ReadOnlyMemory<byte> json = """{"content":[{"type":"resource_link","uri":"memo:x"}]}"""u8.ToArray();

        Assert.True(json.Equals(View.ToEndpoint(_bed.Caller, View.Endpoint, "tools/call", json)));
        Assert.Equal((View.Endpoint, "memo:x"), View.ToServer("memo:x"));
    }

    [Fact]
    public async Task ChangesAsync_ListensToTheServerOnce_ForAllWhoListen()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var all = Enumerable.Range(0, 5).Select(_ => ReadAsync(View.ChangesAsync(null, end.Token))).ToArray();
        await Eventually.HoldsAsync(() => _bed["a"].ListenerCount == 1, "the server is listened to");

        _bed["a"].Say("notifications/resources/list_changed");
        var heard = await Task.WhenAll(all).Within();

        Assert.All(heard, method => Assert.Equal("notifications/resources/list_changed", method));
        Assert.Equal(1, _bed["a"].ListenerCount);
        await Eventually.HoldsAsync(() => _bed["a"].Listening == 0, "nobody listens any more");
        _ = ReadAsync(View.ChangesAsync(null, end.Token));
        await Eventually.HoldsAsync(() => _bed["a"].Listening == 1, "it is listened to again");
        await end.CancelAsync();

        static async Task<string> ReadAsync(IAsyncEnumerable<string> changes)
        {
            await foreach (var method in changes)
                return method;
            return "";
        }
    }

    [Fact]
    public async Task ChangesAsync_TellsOfTheServersChanges()
    {
        await using var changes = View.ChangesAsync(null, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = changes.MoveNextAsync().AsTask();
        await Eventually.HoldsAsync(() => _bed["a"].ListenerCount == 1, "the server is listened to");

        _bed["a"].Say("notifications/other");
        _bed["a"].Say("notifications/resources/list_changed");

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal("notifications/resources/list_changed", changes.Current);
    }
}
