using System.Net;
using McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;
using McpAspire.Gateway.Tests.Bridge.Modern;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Tests.Upstream;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Attacks;

/// <summary>Cases 53 to 56 of the attack list: what the gateway keeps between requests, and whose it is.</summary>
public sealed class StateAttackTests
{
    private const string Call = "\"name\":\"everything_echo\",\"arguments\":{\"a\":1}";
    private const string Answers = ",\"inputResponses\":{\"who\":{\"action\":\"accept\",\"content\":{}}}";

    [Fact]
    public async Task Case_53_a_state_is_good_for_its_owner_tool_and_arguments_as_it_is()
    {
        await using var bed = await BridgeBed.StartAsync(isModern: true);
        bed.Server.Tools = ["echo", "other"];
        bed.Server.Answer = (_, _, _) => Task.FromResult("""
            {"resultType":"input_required","requestState":"inner","inputRequests":{"who":{"method":"elicitation/create",
            "params":{"message":"Who?","requestedSchema":{"type":"object"} } } } }
            """);
        using var client = bed.Federated();
        using var other = bed.Federated("subject-2");
        var state = (string)(await client.ResultAsync("tools/call", Call))["requestState"]!;

        foreach (var altered in (string[])[state[1..], state + "A", Flip(state), new string('A', 1_000_000), ""])
            await IsRefusedAsync(client, Call, altered, Answers);
        await IsRefusedAsync(other, Call, state, Answers);
        await IsRefusedAsync(client, Call.Replace("echo", "other", StringComparison.Ordinal), state, Answers);
        await IsRefusedAsync(client, Call.Replace(":1", ":2", StringComparison.Ordinal), state, Answers);
        await IsRefusedAsync(client, Call, state, Answers.Replace("who", "password", StringComparison.Ordinal));
        Assert.Single(bed.Server.Received, it => it.Call.Method == "tools/call");

        using var huge = await client.SendAsync("tools/call", Call + Retry(new string('A', 10_000_000), Answers));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
    }

    [Fact]
    public async Task Case_53_a_state_that_a_waiting_call_was_answered_with_is_used_up()
    {
        await using var bed = await BridgeBed.StartAsync(isModern: false);
        bed.Server.Answer = HeldCallsTests.AskForName;
        using var client = bed.Federated();
        var asked = await client.ResultAsync("tools/call", Call);
        var answer = HeldCallsTests.Retry(asked, ("elicitation_1", "Ann"));
        await client.ResultAsync("tools/call", Call + answer);

        Assert.Equal((HttpStatusCode.BadRequest, -32602), await client.ErrorAsync("tools/call", Call + answer));
    }

    [Theory]
    [InlineData("1000000000000")]
    [InlineData("1e300")]
    public async Task Case_54_nothing_is_public_and_nothing_is_good_for_ever(string ttl)
    {
        await using var gateway = await ScriptedMcp.StartAsync(
            (http, message) => ScriptedMcp.ResultAsync(http, message, (string?)message["method"] switch
            {
                "server/discover" => ScriptedMcp.Discovered.Replace(
                    "\"tools\":{}", "\"tools\":{},\"resources\":{}", StringComparison.Ordinal),
                "tools/list" => $$"""
                    {"resultType":"complete","tools":[],"cacheScope":"public","ttlMs":{{ttl}}}
                    """,
                _ => $$"""
                    {"resultType":"complete","contents":[],"cacheScope":"public","ttlMs":{{ttl}}}
                    """,
            }),
            new() { ["Mcp:Servers:everything:Era"] = "Modern" });
        using var one = new ModernClient(gateway, path: "/mcp");
        using var other = new ModernClient(gateway, "subject-2", "/mcp");
        const string Memo = "\"uri\":\"memo+everything:x\"";

        foreach (var client in (ModernClient[])[one, other])
        {
            foreach (var (method, parameters) in ((string, string)[])[("tools/list", ""), ("resources/read", Memo)])
            {
                var result = await client.ResultAsync(method, parameters);
                Assert.Equal("private", (string?)result["cacheScope"]);
                Assert.InRange((double)result["ttlMs"]!, 0, TimeSpan.FromMinutes(5).TotalMilliseconds);
            }
        }

        // What one caller read is not another's.
        Assert.Equal(2, gateway.Backend.Received.Count(it => it.Headers.GetValueOrDefault("Mcp-Method") == "resources/read"));
    }

    [Fact]
    public async Task Case_55_one_caller_has_few_streams_and_hears_of_nothing_it_did_not_ask_for()
    {
        await using var bed = await BridgeBed.StartAsync(
            isModern: true, new() { ["Mcp:Bridge:MaxListenStreamsPerClient"] = "3" });
        using var client = bed.Federated();
        using var other = bed.Federated("subject-2");
        const string Filter =
            "\"notifications\":{\"resourceSubscriptions\":[\"memo+everything:mine\",\"memo+nobody:x\"]}";
        var open = new List<HttpResponseMessage>();

        for (var i = 0; i < 50; i++)
        {
            var response = await client.SendAsync("subscriptions/listen", Filter);
            Assert.Equal(open.Count < 3 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, response.StatusCode);
            if (response.StatusCode == HttpStatusCode.OK)
                open.Add(response);
        }

        using var theirs = await other.SendAsync("subscriptions/listen", Filter);
        Assert.Equal(HttpStatusCode.OK, theirs.StatusCode);
        await Eventually.HoldsAsync(() => !bed.Server.Interests.IsEmpty, "the server is listened to");
        Assert.All(bed.Server.Interests, it => Assert.DoesNotContain("memo:x", it.ResourceUris));

        await using var stream = await LegacyClient.EventsAsync(theirs);
        await stream.NextAsync();
        bed.Server.Say("notifications/resources/updated", """{"uri":"memo:anothers"}""");
        bed.Server.Say("notifications/resources/updated", """{"uri":"memo:mine"}""");
        Assert.Equal("memo+everything:mine", (string?)(await stream.NextAsync())!["params"]!["uri"]);
        open.ForEach(response => response.Dispose());
    }

    [Fact]
    public async Task Case_56_nobody_cancels_what_another_has_begun()
    {
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        await using var bed = await BridgeBed.StartAsync(isModern: true);
        bed.Server.Answer = async (_, _, cancellation) =>
        {
            begun.SetResult();
            await end.Task.WaitAsync(cancellation);
            return ScriptedServer.Says("done");
        };
        using var client = await OpenAsync(bed.Gateway, "subject-1");
        using var neighbour = await OpenAsync(bed.Gateway, "subject-1");
        using var stranger = await OpenAsync(bed.Gateway, "subject-2");
        var calling = client.CallAsync(id: 5, tool: "everything_echo");
        await begun.Task.Within();

        foreach (var other in (LegacyClient[])[neighbour, stranger])
        {
            Assert.Equal(HttpStatusCode.Accepted, await other.StatusAsync(
                """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}"""));
        }

        end.SetResult();
        using var response = await calling.Within();
        Assert.Contains("done", (await LegacyClient.MessagesAsync(response))[^1].ToJsonString());
        Assert.Equal(0, bed.Server.Cancelled);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"anothers\"")]
    [InlineData("null")]
    public async Task Case_56_progress_of_another_call_reaches_nobody(string token)
    {
        await using var gateway = await ScriptedMcp.StartAsync(
            (http, message) => (string?)message["method"] switch
            {
                "server/discover" => ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered),
                "tools/list" => ScriptedMcp.ResultAsync(
                    http, message, """{"tools":[{"name":"echo","inputSchema":{"type":"object"}}]}"""),
                _ => ScriptedMcp.EventsAsync(
                    http,
                    Progress(token, 1),
                    Progress(message["params"]!["_meta"]!["progressToken"]!.ToJsonString(), 2),
                    Rpc.Event($$$"""{"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"result":{"content":[]}}""")),
            },
            new() { ["Mcp:Servers:everything:Era"] = "Modern" });
        using var client = new ModernClient(gateway, path: "/mcp") { Meta = ",\"progressToken\":\"mine\"" };

        using var response = await client.SendAsync("tools/call", Call);
        var (_, messages) = await ModernClient.ReadAsync(response);

        Assert.Equal(2, messages.Count);
        Assert.Equal("mine", (string?)messages[0]["params"]!["progressToken"]);
        Assert.Equal(2, (int?)messages[0]["params"]!["progress"]);
    }

    private static string Progress(string token, int progress) => Rpc.Event(
        $$$"""
        {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":{{{token}}},"progress":{{{progress}}}}}
        """);

    private static Task<LegacyClient> OpenAsync(GatewayHost gateway, string subject)
    {
        var http = gateway.CreateClient(gateway.Issuer.Draft(audience: GatewayHost.PublicOrigin + "/mcp")
            .With("sub", subject)
            .Sign(gateway.Issuer.Key));
        http.BaseAddress = new Uri(GatewayHost.PublicOrigin + "/mcp");
        return LegacyClient.OpenAsync(http);
    }

    private static string Flip(string state) => (state[0] == 'x' ? 'y' : 'x') + state[1..];

    private static string Retry(string state, string answers) => $"{answers},\"requestState\":\"{state}\"";

    private static async Task IsRefusedAsync(ModernClient client, string call, string state, string answers) =>
        Assert.Equal(
            (HttpStatusCode.BadRequest, -32602), await client.ErrorAsync("tools/call", call + Retry(state, answers)));
}
