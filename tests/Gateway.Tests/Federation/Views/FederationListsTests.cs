using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Federation.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Federation.Views;

public sealed class FederationListsTests : IDisposable
{
    private static readonly UpstreamException Away = new(new Refusal(502, -32603, "Away.", "away"));
    private readonly FederationBed _bed = new("b", "a");

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task ListAsync_MergesAllServers_InOneOrder()
    {
        _bed["b"].HasTools("z", "a");
        _bed["a"].HasTools("z", "m");

        Assert.Equal(["a_m", "a_z", "b_a", "b_z"], await _bed.ToolNamesAsync());
    }

    [Fact]
    public async Task ListAsync_ReadsEveryPage()
    {
        _bed["a"].Result = (method, parameters) => method == "tools/list"
            ? parameters switch
            {
                "" => """{"tools":[{"name":"one"}],"nextCursor":"x"}""",
                """{"cursor":"x"}""" => """{"tools":[{"name":"two"}],"nextCursor":"y"}""",
                _ => """{"tools":[{"name":"three"}]}""",
            }
            : "{}";

        Assert.Equal(["a_one", "a_three", "a_two"], await _bed.ToolNamesAsync());
    }

    [Fact]
    public async Task ListAsync_StopsAtACursorThatComesAgain()
    {
        _bed["a"].Result = (_, parameters) => parameters == ""
            ? """{"tools":[{"name":"one"}],"nextCursor":"x"}"""
            : """{"tools":[{"name":"two"}],"nextCursor":"x"}""";

        Assert.Equal(["a_one", "a_two"], await _bed.ToolNamesAsync());
        Assert.Equal(2, _bed["a"].Calls.Count);
    }

    [Fact]
    public async Task ListAsync_LeavesOutAListWithoutEnd()
    {
        var page = 0;
        _bed["a"].Result = (_, _) => $$"""{"tools":[{"name":"t{{++page}}"}],"nextCursor":"{{page}}"}""";
        _bed["b"].HasTools("echo");

        Assert.Equal(["b_echo"], await _bed.ToolNamesAsync());
        Assert.InRange(page, 1, 1000);
        Assert.Contains(_bed.Log.Lines, line => line.Contains("list_too_long", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListAsync_LeavesOutAServerThatIsAway_AndSaysSoOnce()
    {
        _bed["a"].HasTools("echo");
        _bed["b"].Failure = Away;

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(["a_echo"], await _bed.ToolNamesAsync());
            _bed.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(_bed.Log.Lines, line => line.Contains("b is missing from tools/list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListAsync_ShowsAServerAgain_ThatIsBack()
    {
        _bed["b"].Failure = Away;
        Assert.Empty(await _bed.ToolNamesAsync());

        _bed["b"].Failure = null;
        _bed["b"].HasTools("echo");
        _bed.Time.Advance(TimeSpan.FromSeconds(6));

        // It is asked again without holding up who asks meanwhile.
        await Eventually.HoldsAsync(
            async () => await _bed.ToolNamesAsync() is ["b_echo"], "the tools of the server are back");
        Assert.Single(_bed.Log.Lines, line => line.Contains("b is back in tools/list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListAsync_DoesNotWaitForASlowServerLongerThanItsDeadline_AndForADeadOneOnlyOnce()
    {
        _bed["a"].HasTools("echo");
        _bed["b"].Before = token => Task.Delay(Timeout.Infinite, token);
        var first = _bed.ToolNamesAsync();

        await Eventually.HoldsAsync(
            () =>
            {
                _bed.Time.Advance(TimeSpan.FromSeconds(1));
                return first.IsCompleted;
            },
            "the deadline ends the wait");

        Assert.Equal(["a_echo"], await first);
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["a_echo"], await _bed.ToolNamesAsync());
    }

    [Theory]
    [InlineData("""{"tools":{}}""")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""error:{"code":-32603,"message":"x"}""")]
    public async Task ListAsync_LeavesOutAServerWithoutAUsableList(string result)
    {
        _bed["a"].HasTools("echo");
        _bed["b"].Has("tools/list", result);

        Assert.Equal(["a_echo"], await _bed.ToolNamesAsync());
        Assert.Single(_bed.Log.Lines, line => line.Contains("b is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListAsync_DoesNotAskAServerForWhatItDoesNotHave()
    {
        _bed["a"].Capabilities = "{}";
        _bed["b"].Has("prompts/list", """error:{"code":-32601,"message":"Method not found"}""");

        Assert.Empty((await _bed.ListAsync("prompts/list"))["prompts"]!.AsArray());
        Assert.Empty(_bed["a"].Calls);
        Assert.DoesNotContain(_bed.Log.Lines, line => line.Contains("missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListAsync_RefusesBoth_WhenAServerListsANameTwice()
    {
        _bed["a"].HasTools("twice", "once", "twice");

        Assert.Equal(["a_once"], await _bed.ToolNamesAsync());
        Assert.Null(await _bed.RouteAsync("tools/call", """{"name":"a_twice"}"""));
        Assert.Single(_bed.Log.Lines, line => line.Contains("Repeated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListAsync_HidesNamesThatOnlyLookLikeNames()
    {
        _bed["a"].HasTools("read_file", " read_file", "read\u200b_file", "r\u0435ad_file", "read/file");

        Assert.Equal(["a_read_file"], await _bed.ToolNamesAsync());
        Assert.Single(_bed.Log.Lines, line => line.Contains("4 tools", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListAsync_HidesToolsWithHeadersThatMustNotBe()
    {
        _bed["a"].Has("tools/list", """
            {"tools":[{"name":"good","inputSchema":{"type":"object","properties":{"a":{"type":"string","x-mcp-header":"A"}}}},
            {"name":"bad","inputSchema":{"type":"object","properties":{"a":{"type":"number","x-mcp-header":"A"}}}}]}
            """);

        Assert.Equal(["a_good"], await _bed.ToolNamesAsync());
    }

    [Fact]
    public async Task ListAsync_RewritesUris_AlsoInMeta()
    {
        _bed["a"].Has("resources/list", """{"resources":[{"uri":"memo:x","name":"x"},{"uri":"ui://p"}]}""");
        _bed["a"].Has("resources/templates/list",
            """{"resourceTemplates":[{"uriTemplate":"memo:{id}"},{"uriTemplate":"{scheme}:x"}]}""");
        _bed["a"].Has("tools/list", """{"tools":[{"name":"t","_meta":{"ui":{"resourceUri":"ui://p"},"k":"ui://p"}}]}""");

        Assert.Equal(
            ["memo+a:x", "ui://a/p"],
            (await _bed.ListAsync("resources/list"))["resources"]!.AsArray().Select(it => (string)it!["uri"]!));
        Assert.Equal(
            ["memo+a:{id}"],
            (await _bed.ListAsync("resources/templates/list"))["resourceTemplates"]!.AsArray()
                .Select(it => (string)it!["uriTemplate"]!));
        Assert.Equal(
            """{"ui":{"resourceUri":"ui://a/p"},"k":"ui://p"}""",
            (await _bed.ListAsync())["tools"]![0]!["_meta"]!.ToJsonString());
    }

    [Fact]
    public async Task ListAsync_ShowsWhatTheConfigurationSays()
    {
        using var bed = new FederationBed(
            ("a", new ServerOptions
            {
                Prefix = "x",
                DenyTools = ["denied"],
                Tools =
                {
                    ["add"] = new ToolOptions { Name = "plus", Title = "Plus", Description = "Adds." },
                    ["hidden"] = new ToolOptions { Hidden = true },
                },
            }),
            ("b", new ServerOptions { Federated = false }));
        bed["a"].Has("tools/list", """
            {"tools":[{"title":"T","description":"D","name":"add","inputSchema":{}},{"name":"denied"},{"name":"hidden"}]}
            """);
        bed["b"].HasTools("echo");

        var tool = Assert.Single((await bed.ListAsync())["tools"]!.AsArray());

        Assert.Equal(
            """{"name":"x_plus","title":"Plus","description":"Adds.","inputSchema":{}}""", tool!.ToJsonString());
        Assert.Equal(("a", "add", """{"name":"add"}"""), await bed.RouteAsync("tools/call", """{"name":"x_plus"}"""));
        Assert.Null(await bed.RouteAsync("tools/call", """{"name":"x_add"}"""));
        Assert.Null(await bed.RouteAsync("tools/call", """{"name":"b_echo"}"""));
    }

    [Fact]
    public async Task ListAsync_InPages_GivesEachItemOnce_FromAnyReplica()
    {
        _bed["a"].HasTools(Enumerable.Range(0, 25).Select(i => $"t{i}"));
        using var one = _bed.Replica(pageSize: 10);
        using var other = _bed.Replica(pageSize: 7);
        var names = new List<string>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await _bed.ListAsync(cursor: cursor, view: (++pages % 2 == 0 ? one : other).Federation);
            names.AddRange(page["tools"]!.AsArray().Select(tool => (string)tool!["name"]!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(25, names.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(25, names.Distinct().Count());
    }

    [Fact]
    public async Task ListAsync_AChangeBetweenTwoPages_NeitherRepeatsNorLosesTheOthers()
    {
        using var replica = _bed.Replica(pageSize: 2);
        _bed["a"].HasTools("a", "b", "c", "d");
        var first = await _bed.ListAsync(view: replica.Federation);

        _bed["a"].HasTools("a", "a2", "c", "d");
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await _bed.ListAsync(cursor: (string)first["nextCursor"]!, view: replica.Federation);

        Assert.Equal(["a_c", "a_d"], second["tools"]!.AsArray().Select(tool => (string)tool!["name"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("AAAA")]
    public async Task ListAsync_RefusesAForeignCursor(string cursor)
    {
        using var answer = await _bed.View.ListAsync(
            _bed.Caller, "tools/list", cursor, shows: null, TestContext.Current.CancellationToken);

        Assert.True(answer.IsError);
        Assert.Equal(-32602, RpcError.CodeOf(answer.Json.Span));
    }

    [Fact]
    public async Task ListAsync_RefusesTheCursorOfAnotherList()
    {
        using var answer = await _bed.View.ListAsync(
            _bed.Caller,
            "tools/list",
            ListCursor.After(ListKind.Prompts, "a"),
            shows: null,
            TestContext.Current.CancellationToken);

        Assert.True(answer.IsError);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 400)]
    [InlineData(true, 86_400_000)]
    [InlineData(false, 0)]
    public async Task ListAsync_ForAModernCaller_IsPrivate_AndGoodForNoLongerThanAnyServerSays(bool says, int milliseconds)
    {
        var ttl = says ? $",\"ttlMs\":{milliseconds},\"cacheScope\":\"public\"" : "";
        _bed["a"].Has("tools/list", $$"""{"tools":[]{{ttl}}}""");

        var result = await _bed.ListAsync();

        Assert.Equal("private", (string?)result["cacheScope"]);
        Assert.Equal("complete", (string?)result["resultType"]);
        Assert.InRange((int)result["ttlMs"]!, 0, says ? Math.Min(milliseconds, 300_000) : 30_000);
    }

    [Fact]
    public async Task ListAsync_ForALegacyCaller_SaysNothingThatItsEraDoesNotKnow()
    {
        _bed["a"].Has("tools/list", """
            {"resultType":"complete","ttlMs":5,"cacheScope":"public","tools":[
            {"name":"array","outputSchema":{"type":"array"}},{"name":"object","outputSchema":{"type":"object"}}]}
            """);

        var result = await _bed.ListAsync(caller: FederationBed.CallerOf("ann", McpEra.Legacy));

        Assert.Equal(["tools"], result.Select(member => member.Key));
        Assert.Null(result["tools"]![0]!["outputSchema"]);
        Assert.NotNull(result["tools"]![1]!["outputSchema"]);
        Assert.NotNull((await _bed.ListAsync())["tools"]![0]!["outputSchema"]);
    }

    [Fact]
    public async Task ListAsync_ReadsAListOnceForAllWhoAsk_AndAgainWhenItIsOld()
    {
        _bed["a"].HasTools("echo");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _bed.ListAsync(caller: FederationBed.CallerOf($"{i}"))));
        Assert.Single(_bed["a"].Calls);

        _bed.Time.Advance(TimeSpan.FromSeconds(31));
        await _bed.ListAsync();
        Assert.Equal(2, _bed["a"].Calls.Count);
    }

    [Fact]
    public async Task ListAsync_AsksForItself_AndInTheServersEra()
    {
        _bed["a"].IsModern = false;
        await _bed.ListAsync();

        var caller = Assert.Single(_bed["a"].Calls).Caller;
        Assert.Equal(("catalogue", McpEra.Legacy, (string?)null), (caller.Key, caller.Era, caller.Principal));
        Assert.True(caller.Capabilities.IsEmpty);
        Assert.Equal(McpEra.Modern, Assert.Single(_bed["b"].Calls).Caller.Era);
    }

    [Fact]
    public async Task Reload_ShowsTheServersThatAreThereNow()
    {
        _bed["a"].HasTools("echo");
        Assert.Equal(["a_echo"], await _bed.ToolNamesAsync());

        _bed.Reload(("a", new ServerOptions { Prefix = "z" }));

        Assert.Equal(["z_echo"], await _bed.ToolNamesAsync());
    }
}
