using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Audit.Requests;

/// <summary>What requests leave in the trail of a real gateway.</summary>
public sealed class RequestRowsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mcp-audit-");
    private GatewayHost _gateway = null!;

    private string Trail => Path.Combine(_directory.FullName, "trail");

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync(new()
    {
        ["Mcp:Audit:Directory"] = Trail,
        ["Mcp:PolicyFile"] = "",
        ["Mcp:Policy:Rules:echo:Allow"] = "mcp.tool.name in ['echo', 'add']",
        ["Mcp:Policy:Rules:no-adding:Deny"] = "mcp.tool.name == 'add'",
    });

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_call_is_written_down_before_the_server_sees_it_and_again_when_it_has_ended()
    {
        JsonObject[]? before = null;
        _gateway.Backend.Answer = http =>
        {
            // The gateway asks for the list of tools by itself before.
            if (_gateway.Backend.Received.Last().Body.AsSpan().IndexOf("tools/call"u8) >= 0)
                before = Rows();
            return ScriptedBackend.Json(Rpc.Answer)(http);
        };
        using var client = _gateway.CreateAuthorizedClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var decision = Assert.Single(before!, row => (string?)row["kind"] == "decision");
        Assert.Equal("allow", (string?)decision["outcome"]);
        Assert.Equal("echo", (string?)decision["rule"]);
        Assert.Equal(("subject-1", "client-1"), ((string?)decision["subject"], (string?)decision["client"]));
        Assert.Equal(("everything", "tools/call", "echo"), ((string?)decision["server"], (string?)decision["method"], (string?)decision["name"]));
        Assert.DoesNotContain("private words", decision.ToJsonString());

        var outcome = await RowAsync(row => (string?)row["kind"] == "outcome");
        Assert.Equal((string?)decision["decision"], (string?)outcome["decision"]);
        Assert.Equal("forwarded", (string?)outcome["outcome"]);
        Assert.Equal(Rpc.Answer.Length, (int)outcome["bytes"]!);
        Assert.True((double)outcome["milliseconds"]! > 0);
    }

    [Fact]
    public async Task What_is_denied_has_its_rule_and_what_is_refused_its_reason()
    {
        using var client = _gateway.CreateAuthorizedClient();
        using var stranger = _gateway.CreateClient();

        using var denied = await client.AskAsync(Rpc.Post(Rpc.LegacyCall.Replace("echo", "add", StringComparison.Ordinal)));
        using var malformed = await client.AskAsync(Rpc.Post("{"));
        using var unknown = await stranger.AskAsync(Rpc.Post(Rpc.LegacyCall));

        var row = await RowAsync(row => (string?)row["outcome"] == "deny");
        Assert.Equal(("decision", "no-adding", "add"), ((string?)row["kind"], (string?)row["rule"], (string?)row["name"]));
        Assert.Equal("refusal", (string?)(await RowAsync(row => (string?)row["outcome"] == "token_missing"))["kind"]);
        Assert.Equal("subject-1", (string?)(await RowAsync(row => (string?)row["kind"] == "refusal" && row["subject"] is not null))["subject"]);
        Assert.DoesNotContain(_gateway.Backend.Received, it => it.Body.AsSpan().IndexOf("tools/call"u8) >= 0);
    }

    [Fact]
    public async Task A_list_says_what_was_taken_out()
    {
        _gateway.Backend.Answer = ScriptedBackend.Json(
            """{"jsonrpc":"2.0","id":7,"result":{"tools":[{"name":"echo"},{"name":"secret"}]}}""");
        using var client = _gateway.CreateAuthorizedClient();

        using var response = await client.AskAsync(Rpc.Post("""{"jsonrpc":"2.0","id":7,"method":"tools/list"}"""));

        Assert.DoesNotContain("secret", await response.TextAsync());
        var row = await RowAsync(row => (string?)row["kind"] == "list");
        Assert.Equal("""["everything/secret"]""", row["filtered"]!.ToJsonString());
    }

    [Fact]
    public async Task The_trail_of_many_calls_at_once_proves_whole()
    {
        _gateway.Backend.Answer = ScriptedBackend.Json(Rpc.Answer);
        using var client = _gateway.CreateAuthorizedClient();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }));
        await Eventually.HoldsAsync(
            () => Rows().Count(row => (string?)row["kind"] == "outcome") == 100, "all calls have ended");

        var output = new StringWriter();
        Assert.Equal(0, AuditCommand.Run(["audit", "verify", Trail], output, output));
        Assert.Equal(100, Rows().Count(row => (string?)row["kind"] == "decision"));
    }

    private async Task<JsonObject> RowAsync(Func<JsonObject, bool> isIt)
    {
        await Eventually.HoldsAsync(() => Rows().Any(isIt), "the row is there");
        return Rows().First(isIt);
    }

    /// <summary>Of the segments as they are on disk now.</summary>
    private JsonObject[] Rows() =>
    [
        .. Directory.EnumerateFiles(Trail, "*.jsonl").SelectMany(ReadLines)
            .Select(line => JsonNode.Parse(line)!.AsObject()),
    ];

    private static IEnumerable<string> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n')[..^1].Where(line => line.StartsWith('{'))];
    }
}
