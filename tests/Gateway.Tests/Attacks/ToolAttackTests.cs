using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Attacks;

/// <summary>
/// Cases 20 to 26 of the attack list: which tool a name means, with two servers behind one endpoint. That a definition
/// which has changed is held back until somebody approves it is more than this: nothing here compares definitions.
/// </summary>
public sealed class ToolAttackTests : IAsyncLifetime
{
    private ScriptedBackend _other = null!;
    private GatewayHost _gateway = null!;
    private LegacyClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _other = await ScriptedBackend.StartAsync();
        _gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:Servers:everything:Era"] = "Modern",
            ["Mcp:Servers:other:Era"] = "Modern",
            ["Mcp:Servers:other:Url"] = _other.Endpoint.AbsoluteUri,
            ["Mcp:Servers:other:DenyTools:0"] = "secret",
        });
        _gateway.Backend.Answer = Has("read_file");
        _other.Answer = Has("echo", "secret");
        _client = await OpenAsync("subject-1", "test");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData("everything_Read_File")]
    [InlineData("Everything_read_file")]
    [InlineData(" everything_read_file")]
    [InlineData("everything_read_file ")]
    [InlineData("everything_read_file\u200b")]
    [InlineData("everything_read_\ufb01le")]
    [InlineData("everything_re\u0301ad_file")]
    [InlineData("everything_r\u00e9ad_file")]
    [InlineData("\uff45verything_read_file")]
    [InlineData("read_file")]
    public async Task Case_20_only_the_very_name_means_the_tool(string name)
    {
        Assert.Equal(-32602, await CallAsync(name));
        Assert.Null(await CallAsync("everything_read_file"));
        Assert.Equal(["read_file"], Called(_gateway.Backend));
        Assert.Empty(Called(_other));
    }

    [Theory]
    [InlineData("read_\ufb01le")]
    [InlineData("re\u0301ad_file")]
    [InlineData("read_file\u200b")]
    public async Task Case_20_a_name_that_is_passed_through_arrives_byte_for_byte(string name)
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.CreateAuthorizedClient();
        var body = Rpc.LegacyCall.Replace("echo", name, StringComparison.Ordinal);

        using var response = await client.AskAsync(Rpc.Post(body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, Encoding.UTF8.GetString(gateway.Backend.Single().Body));
    }

    [Theory]
    [InlineData("r\u0435ad_file")]
    [InlineData("read_f\u0456le")]
    public async Task Case_21_a_name_that_looks_like_another_servers_is_listed_nowhere(string name)
    {
        _other.Answer = Has("echo", name);

        Assert.Equal(["everything_read_file", "other_echo"], await ListAsync(_client));
        Assert.Equal(-32602, await CallAsync($"other_{name}"));
        Assert.Empty(Called(_other));
    }

    [Fact]
    public async Task Case_22_names_that_hold_the_name_of_another_server_stay_apart()
    {
        _gateway.Backend.Answer = Has("other_echo", "_echo");
        _other.Answer = Has("echo", "_echo");

        Assert.Equal(
            ["everything__echo", "everything_other_echo", "other__echo", "other_echo"],
            (await ListAsync(_client)).Order(StringComparer.Ordinal));
        Assert.Null(await CallAsync("everything_other_echo"));
        Assert.Null(await CallAsync("other_echo"));
        Assert.Null(await CallAsync("other__echo"));
        Assert.Equal(["other_echo"], Called(_gateway.Backend));
        Assert.Equal(["echo", "_echo"], Called(_other));
    }

    [Fact]
    public async Task Case_23_a_hidden_tool_is_answered_like_one_that_does_not_exist()
    {
        var hidden = await _client.AskAsync("tools/call", """{"name":"other_secret"}""");
        var unknown = await _client.AskAsync("tools/call", """{"name":"other_nobody"}""");

        Assert.Equal(-32602, (int?)unknown["error"]!["code"]);
        Assert.Equal(unknown["error"]!.ToJsonString(), hidden["error"]!.ToJsonString());
        Assert.DoesNotContain("other_secret", await ListAsync(_client));
        Assert.Empty(Called(_other));
    }

    [Fact]
    public async Task Case_24_what_comes_on_a_later_page_is_judged_like_the_first()
    {
        _other.Answer = ScriptedMcp.Modern((http, message) => ScriptedMcp.ResultAsync(
            http,
            message,
            (string?)message["params"]!["cursor"] is null
                ? $$"""{"tools":[{{Tool("echo")}},{{Tool("twice")}}],"nextCursor":"2"}"""
                : $$"""{"tools":[{{Tool("secret")}},{{Tool("twice")}},{{Tool("\u0435cho")}},{{Tool("late")}}]}"""));

        Assert.Equal(["everything_read_file", "other_echo", "other_late"], await ListAsync(_client));
        Assert.Equal(-32602, await CallAsync("other_secret"));
        Assert.Equal(-32602, await CallAsync("other_twice"));
    }

    [Fact]
    public async Task Case_25_a_server_cannot_show_a_list_of_its_own_to_somebody()
    {
        _other.Answer = http => (http.Request.Headers.UserAgent.ToString().Contains("victim")
            ? Has("echo", "trap")
            : Has("echo"))(http);
        using var victim = await OpenAsync("subject-2", "victim");

        var seen = await ListAsync(_client);
        var theirs = await ListAsync(victim);

        Assert.Equal(seen, theirs);
        var asked = _other.Received.Where(it => Message(it)["method"]!.ToString() == "tools/list").ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, it =>
        {
            var all = Encoding.UTF8.GetString(it.Body) + string.Join('\n', it.Headers.Values);
            Assert.DoesNotContain("victim", all);
            Assert.DoesNotContain("subject-2", all);
        });
    }

    [Fact]
    public async Task Case_26_a_name_that_a_server_lists_twice_is_no_name()
    {
        _other.Answer = Has("twice", "echo", "twice");

        Assert.Equal(["everything_read_file", "other_echo"], await ListAsync(_client));
        Assert.Equal(-32602, await CallAsync("other_twice"));
        Assert.Empty(Called(_other));
    }

    private static RequestDelegate Has(params string[] tools) => ScriptedMcp.Modern((http, message) =>
        ScriptedMcp.ResultAsync(
            http,
            message,
            (string?)message["method"] == "tools/list"
                ? $$"""{"tools":[{{string.Join(',', tools.Select(Tool))}}]}"""
                : """{"content":[],"resultType":"complete"}"""));

    private static string Tool(string name) =>
        new JsonObject { ["name"] = name, ["inputSchema"] = new JsonObject { ["type"] = "object" } }.ToJsonString();

    private static async Task<string[]> ListAsync(LegacyClient client) =>
        [.. (await client.AskAsync("tools/list"))["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!)];

    private static JsonNode Message(ReceivedRequest received) => JsonNode.Parse(received.Body)!;

    /// <summary>The names under which tools were called there.</summary>
    private static string[] Called(ScriptedBackend backend) =>
    [
        .. backend.Received.Select(Message).Where(message => message["method"]!.ToString() == "tools/call")
            .Select(message => (string)message["params"]!["name"]!),
    ];

    private Task<LegacyClient> OpenAsync(string subject, string name)
    {
        var http = _gateway.CreateClient(_gateway.Issuer
            .Draft(audience: GatewayHost.PublicOrigin + "/mcp")
            .With("sub", subject)
            .Sign(_gateway.Issuer.Key));
        http.BaseAddress = new Uri(GatewayHost.PublicOrigin + "/mcp");
        http.DefaultRequestHeaders.UserAgent.ParseAdd(name);
        return LegacyClient.OpenAsync(http);
    }

    /// <summary>The error's code, or null for a result.</summary>
    private async Task<int?> CallAsync(string name)
    {
        var answer = await _client.AskAsync("tools/call", new JsonObject { ["name"] = name }.ToJsonString());
        Assert.True(answer["error"] is not null || answer["result"] is not null);
        return (int?)answer["error"]?["code"];
    }
}
