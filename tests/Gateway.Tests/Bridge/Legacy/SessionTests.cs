using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

namespace McpAspire.Gateway.Tests.Bridge.Legacy;

public sealed class SessionTests : IAsyncLifetime
{
    private LegacyHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LegacyHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("2024-11-05", "2024-11-05")]
    [InlineData("2025-06-18", "2025-06-18")]
    [InlineData("2025-11-25", "2025-11-25")]
    [InlineData("2026-07-28", "2025-11-25")]
    [InlineData("1.0", "2025-11-25")]
    public async Task Initialize_agrees_on_a_revision(string wanted, string agreed)
    {
        using var client = new LegacyClient(_host.CreateClient());

        var answer = await client.AskAsync("initialize", $$$"""
            {"protocolVersion":"{{{wanted}}}","capabilities":{},"clientInfo":{"name":"test","version":"1"}}
            """);

        Assert.Equal(agreed, (string?)answer["result"]!["protocolVersion"]);
        Assert.Equal("fixture", (string?)answer["result"]!["serverInfo"]!["name"]);
        Assert.Equal("Be kind.", (string?)answer["result"]!["instructions"]);
        Assert.Equal("""{"tools":{"listChanged":true}}""", answer["result"]!["capabilities"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"capabilities":{},"clientInfo":{}}""")]
    [InlineData("""{"protocolVersion":"2025-11-25","capabilities":[],"clientInfo":{}}""")]
    [InlineData("""{"protocolVersion":7,"capabilities":{},"clientInfo":{}}""")]
    public async Task Initialize_that_says_too_little_opens_nothing(string parameters)
    {
        using var client = new LegacyClient(_host.CreateClient());

        var answer = await client.AskAsync("initialize", parameters);

        Assert.Equal(-32602, (int?)answer["error"]!["code"]);
        Assert.Equal(0, _host.Sessions.Count);
    }

    [Fact]
    public async Task The_id_that_a_client_proposes_is_not_taken()
    {
        using var client = new LegacyClient(_host.CreateClient()) { Session = new string('a', 43) };
        using var answer = await client.PostAsync("""
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},
            "clientInfo":{"name":"test","version":"1"}}}
            """);

        Assert.NotEqual(client.Session, Assert.Single(answer.Headers.GetValues("Mcp-Session-Id")));
    }

    [Fact]
    public async Task Without_a_session_nothing_is_answered_even_if_there_is_only_one()
    {
        using var client = await LegacyClient.OpenAsync(_host);
        client.Session = null;

        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(Ping));
        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(Initialized));
    }

    [Fact]
    public async Task Another_subjects_session_and_another_endpoints_are_answered_like_an_unknown_one()
    {
        using var client = await LegacyClient.OpenAsync(_host);
        using var thief = client.At(_host.CreateClient("subject-2"));
        using var elsewhere = client.At(_host.CreateClient(endpoint: "other"));
        using var unknown = new LegacyClient(_host.CreateClient()) { Session = "unknown" };

        var answers = new List<(HttpStatusCode, string)>();
        foreach (var asking in (LegacyClient[])[thief, elsewhere, unknown])
        {
            using var answer = await asking.PostAsync(Ping);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            answers.Add((answer.StatusCode, body));
        }

        Assert.Equal(HttpStatusCode.NotFound, answers[0].Item1);
        Assert.Single(answers.Distinct());
    }

    [Theory]
    [InlineData("2025-03-26", HttpStatusCode.OK)]
    [InlineData("2025-06-18", HttpStatusCode.OK)]
    [InlineData("2025-01-01", HttpStatusCode.BadRequest)]
    [InlineData("latest", HttpStatusCode.BadRequest)]
    public async Task A_version_that_is_not_known_is_refused(string version, HttpStatusCode expected)
    {
        using var client = await LegacyClient.OpenAsync(_host);
        using var http = _host.CreateClient();
        http.DefaultRequestHeaders.Add("MCP-Protocol-Version", version);
        using var other = client.At(http);

        Assert.Equal(expected, await other.StatusAsync(Ping));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(Ping));
    }

    [Fact]
    public async Task Delete_ends_the_session_here_and_at_the_servers()
    {
        using var client = await LegacyClient.OpenAsync(_host);

        using var deleted = await client.SendAsync(HttpMethod.Delete);

        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.StartsWith("legacy ", Assert.Single(_host.Upstream.Forgotten));
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(Ping));
        using var again = await client.SendAsync(HttpMethod.Delete);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Requests_of_the_session_itself_are_answered()
    {
        using var client = await LegacyClient.OpenAsync(_host);

        Assert.Equal(HttpStatusCode.Accepted, await client.StatusAsync(Initialized));
        Assert.Equal("{}", (await client.AskAsync("ping"))["result"]!.ToJsonString());
        var levelSet = await client.AskAsync("logging/setLevel", """{"level":"error"}""");
        Assert.Equal("{}", levelSet["result"]!.ToJsonString());
        Assert.Equal(-32602, Code(await client.AskAsync("logging/setLevel", """{"level":"loud"}""")));
        Assert.Equal(-32601, Code(await client.AskAsync("server/discover")));
        Assert.Equal(-32601, Code(await client.AskAsync("tasks/list")));
        var list = await client.AskAsync("tools/list", """{"cursor":"next"}""");
        Assert.Equal("tools/list next", (string?)list["result"]!["asked"]);
        Assert.Equal(-32602, Code(await client.AskAsync("tools/list", """{"cursor":1}""")));
        Assert.Equal(-32002, Code(await client.AskAsync("resources/subscribe", """{"uri":"other://a"}""")));
    }

    [Fact]
    public async Task The_level_of_the_session_counts_for_its_calls()
    {
        using var client = await LegacyClient.OpenAsync(
            _host,
            """{"roots":{},"tasks":{"list":{}},"extensions":{"io.modelcontextprotocol/tasks":{},"x/y":{}}}""");
        await client.AskAsync("logging/setLevel", """{"level":"error"}""");

        await client.AskAsync("tools/call", """{"name":"tool"}""");

        var call = Assert.Single(_host.Upstream.Calls);
        Assert.Equal("error", call.Caller.LogLevel);
        Assert.Equal("""{"extensions":{"x/y":{}},"roots":{}}""", System.Text.Encoding.UTF8.GetString(call.Caller.Capabilities.Span));
        Assert.DoesNotContain(client.Session!, call.Caller.Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_roots_are_passed_on()
    {
        using var client = await LegacyClient.OpenAsync(_host);

        var status = await client.StatusAsync("""{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}""");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("notifications/roots/list_changed", Assert.Single(_host.Upstream.Notified));
    }

    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
    private const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    private static int? Code(JsonNode answer) => (int?)answer["error"]!["code"];
}
