using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Policy;

/// <summary>The policy in front of the reference server: passed through and federated, for clients of both eras.</summary>
public sealed class PolicyStageTests : IAsyncLifetime
{
    private readonly EverythingHost _server = EverythingHost.Start();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mcp-audit-");
    private GatewayHost _gateway = null!;

    public static TheoryData<string, bool> Endpoints => new()
    {
        { "/mcp/everything", true }, { "/mcp/everything", false }, { "/mcp", true }, { "/mcp", false },
    };

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync(new()
    {
        ["Mcp:Servers:everything:Url"] = _server.Endpoint.AbsoluteUri,
        // Everything that is between a request and its answer is on.
        ["Mcp:Audit:Directory"] = Path.Combine(_directory.FullName, "trail"),
        ["Mcp:Limits:Subject:BytesOut"] = "100000000",
        ["Mcp:PolicyFile"] = "",
        ["Mcp:Policy:Rules:tools:Allow"] = "mcp.tool.name in ['echo', 'add', 'test_trigger_tool_change']",
        ["Mcp:Policy:Rules:numbers:Deny"] = "mcp.tool.name == 'add' && mcp.tool.arguments.a < 0",
        ["Mcp:Policy:Rules:writers:Allow"] = "mcp.tool.name.endsWith('_note') && jwt.groups.contains('staff')",
        ["Mcp:Policy:Rules:writers:Scopes"] = "notes:write",
        ["Mcp:Policy:Rules:prompts:Allow"] = "mcp.prompt.name == 'test_simple_prompt'",
        ["Mcp:Policy:Rules:resources:Allow"] = "mcp.resource.uri.startsWith('test://static')",
    });

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _server.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Lists_ShowWhatMayBeUsed(string path, bool isModern)
    {
        var client = PolicyClient.Of(_gateway, path, isModern);

        Assert.Equal(Own(path, "add", "echo", "test_trigger_tool_change"), await client.ToolsAsync());
        Assert.Equal(Own(path, "test_simple_prompt"), await client.NamesAsync("prompts/list", "prompts", "name"));
        Assert.Equal(
            2, (await client.NamesAsync("resources/list", "resources", "uri")).Count(uri => uri.Contains("://static")));
        Assert.Empty(await client.NamesAsync("resources/templates/list", "resourceTemplates", "uriTemplate"));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Calls_AreAllowedAsTheyAreListed(string path, bool isModern)
    {
        var client = PolicyClient.Of(_gateway, path, isModern);

        var echoed = await client.ResultAsync("tools/call", Call(path, "echo", new() { ["message"] = "hello" }));
        Assert.Contains("hello", echoed.ToJsonString());
        await client.ResultAsync("tools/call", Call(path, "add", new() { ["a"] = 1, ["b"] = 2 }));
        await client.ResultAsync("prompts/get", new() { ["name"] = Own(path, "test_simple_prompt")[0] });
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task WhatIsHidden_IsAnsweredLikeWhatDoesNotExist(string path, bool isModern)
    {
        var client = PolicyClient.Of(_gateway, path, isModern);

        var hidden = await client.AskAsync("tools/call", Call(path, "write_note", new() { ["name"] = "x" }));
        var missing = await client.AskAsync("tools/call", Call(path, "no_such_tool", new() { ["name"] = "x" }));
        var judged = await client.AskAsync("tools/call", Call(path, "add", new() { ["a"] = -1, ["b"] = 2 }));
        Assert.Equal(Text(missing), Text(hidden));
        Assert.Equal(Text(missing), Text(judged));
        Assert.Contains("Unknown tool", Text(hidden));
        Assert.DoesNotContain("note", Text(hidden), StringComparison.Ordinal);

        var prompt = await client.AskAsync("prompts/get", new() { ["name"] = Own(path, "test_prompt_with_image")[0] });
        var noPrompt = await client.AskAsync("prompts/get", new() { ["name"] = Own(path, "nothing")[0] });
        Assert.Equal(Text(noPrompt), Text(prompt));
        Assert.NotNull(prompt.Body["error"]);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Resources_AreJudgedByTheUriThatIsRead(string path, bool isModern)
    {
        var client = PolicyClient.Of(_gateway, path, isModern);
        string Uri(string uri) => path == "/mcp" ? uri.Replace("://", "+everything://") : uri;

        var read = await client.ResultAsync("resources/read", new() { ["uri"] = Uri("test://static-text") });
        var (_, denied) = await client.AskAsync("resources/read", new() { ["uri"] = Uri("everything://about") });
        var (_, made) = await client.AskAsync("resources/read", new() { ["uri"] = Uri("test://template/7/data") });

        Assert.NotNull(read["contents"]);
        Assert.NotNull(denied["error"]);
        Assert.NotNull(made["error"]);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task ScopesThatAloneAreMissing_AreChallenged(string path, bool isModern)
    {
        var staff = PolicyClient.Of(_gateway, path, isModern, token => token.With("groups", new JsonArray("staff")));
        var writer = PolicyClient.Of(
            _gateway,
            path,
            isModern,
            token => token.With("groups", new JsonArray("staff")).With("scope", "openid mcp notes:write"));

        using var challenged = await staff.SendAsync("tools/call", Call(path, "write_note", new() { ["name"] = "x", ["text"] = "y" }));
        Assert.Equal(HttpStatusCode.Forbidden, challenged.StatusCode);
        var challenge = challenged.Headers.WwwAuthenticate.ToString();
        Assert.Contains("error=\"insufficient_scope\"", challenge);
        Assert.Contains("scope=\"mcp notes:write openid\"", challenge);
        Assert.Contains("resource_metadata=", challenge);

        Assert.DoesNotContain(await staff.ToolsAsync(), name => name.EndsWith("write_note", StringComparison.Ordinal));
        Assert.Contains(await writer.ToolsAsync(), name => name.EndsWith("write_note", StringComparison.Ordinal));
        await writer.ResultAsync("tools/call", Call(path, "write_note", new() { ["name"] = "x", ["text"] = "y" }));
    }

    [Theory]
    [InlineData("/mcp/everything")]
    [InlineData("/mcp")]
    public async Task TheStreamAndTheLogLevel_AreSubjectToThePolicy(string path)
    {
        var client = PolicyClient.Of(_gateway, path, isModern: false);

        using var stream = await client.ListenAsync();
        var (_, level) = await client.AskAsync("logging/setLevel", new() { ["level"] = "debug" });

        Assert.Equal(HttpStatusCode.MethodNotAllowed, stream.StatusCode);
        Assert.Equal(-32601, (int)level["error"]!["code"]!);
    }

    [Fact]
    public async Task Completion_IsJudgedByWhatIsCompleted()
    {
        var client = PolicyClient.Of(_gateway, "/mcp", isModern: true);
        JsonObject Of(string prompt) => new()
        {
            ["ref"] = new JsonObject { ["type"] = "ref/prompt", ["name"] = $"everything_{prompt}" },
            ["argument"] = new JsonObject { ["name"] = "a", ["value"] = "x" },
        };

        var (_, hidden) = await client.AskAsync("completion/complete", Of("test_prompt_with_arguments"));
        var (_, missing) = await client.AskAsync("completion/complete", Of("nothing"));

        Assert.Equal(missing["error"]!.ToJsonString(), hidden["error"]!.ToJsonString());
    }

    [Fact]
    public async Task ASubscription_NamesOnlyWhatMayBeRead()
    {
        var direct = PolicyClient.Of(_gateway, "/mcp/everything", isModern: true);
        JsonObject To(params string[] uris) => new()
        {
            ["notifications"] = new JsonObject { ["resourceSubscriptions"] = new JsonArray([.. uris.Select(uri => (JsonNode)uri)]) },
        };

        var (_, refused) = await direct.AskAsync("subscriptions/listen", To("test://static-text", "everything://about"));
        var (_, many) = await direct.AskAsync(
            "subscriptions/listen", To([.. Enumerable.Range(0, 101).Select(i => $"everything://about#{i}")]));

        Assert.NotNull(refused["error"]);
        Assert.NotNull(many["error"]);
    }

    private static string[] Own(string path, params string[] names) =>
        [.. names.Select(name => path == "/mcp" ? $"everything_{name}" : name)];

    private static JsonObject Call(string path, string tool, JsonObject arguments) =>
        new() { ["name"] = Own(path, tool)[0], ["arguments"] = arguments };

    private static string Text((HttpStatusCode Status, JsonNode Body) answer)
    {
        answer.Body["id"] = null;
        return $"{(int)answer.Status} {answer.Body.ToJsonString()}";
    }
}
