using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Policy;

/// <summary>A client of either era at one endpoint of a gateway.</summary>
internal sealed class PolicyClient(HttpClient http, string path, bool isModern)
{
    private string? _session;
    private int _id;

    public static PolicyClient Of(GatewayHost gateway, string path, bool isModern, Action<TokenDraft>? change = null)
    {
        var draft = gateway.Issuer.Draft(audience: GatewayHost.PublicOrigin + path);
        change?.Invoke(draft);
        return new PolicyClient(gateway.CreateClient(draft.Sign(gateway.Issuer.Key)), path, isModern);
    }

    public async Task<JsonObject> ResultAsync(string method, JsonObject? parameters = null)
    {
        var (status, body) = await AskAsync(method, parameters);
        Assert.True(body["result"] is JsonObject, $"{status} {body.ToJsonString()}");
        return body["result"]!.AsObject();
    }

    public async Task<string[]> NamesAsync(string method, string member, string key)
    {
        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await ResultAsync(method, cursor is null ? null : new JsonObject { ["cursor"] = cursor });
            names.AddRange(page[member]!.AsArray().Select(item => (string)item![key]!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        return [.. names.Order(StringComparer.Ordinal)];
    }

    public Task<string[]> ToolsAsync() => NamesAsync("tools/list", "tools", "name");

    public async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string method, JsonObject? parameters = null)
    {
        using var response = await SendAsync(method, parameters);
        var text = await response.TextAsync();
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            text = text.Split('\n').Last(line => line.StartsWith("data: {", StringComparison.Ordinal))["data: ".Length..];
        return (response.StatusCode, JsonNode.Parse(text)!);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, JsonObject? parameters = null)
    {
        parameters ??= [];
        if (!isModern && _session is null && method != "initialize")
            await OpenAsync();
        if (isModern)
        {
            parameters["_meta"] = new JsonObject
            {
                ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
                ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
            };
        }

        var message = new JsonObject
        {
            ["jsonrpc"] = "2.0", ["id"] = ++_id, ["method"] = method, ["params"] = parameters,
        };
        var name = (string?)(parameters["name"] ?? parameters["uri"] ?? parameters["taskId"]);
        var request = isModern
            ? Rpc.Modern(message.ToJsonString(), method, name)
            : Rpc.Post(message.ToJsonString());
        if (_session is not null)
            request.With([("Mcp-Session-Id", _session), ("MCP-Protocol-Version", "2025-11-25")]);
        request.RequestUri = new Uri(path, UriKind.Relative);
        return await http.AskAsync(request);
    }

    /// <summary>The stream for what a server says unasked.</summary>
    public async Task<HttpResponseMessage> ListenAsync()
    {
        await OpenAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, path)
            .With([("Accept", "text/event-stream"), ("Mcp-Session-Id", _session!), ("MCP-Protocol-Version", "2025-11-25")]);
        return await http.AskAsync(request);
    }

    private async Task OpenAsync()
    {
        using var response = await SendAsync("initialize", new JsonObject
        {
            ["protocolVersion"] = "2025-11-25",
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "t", ["version"] = "1" },
        });
        _session = response.Headers.GetValues("Mcp-Session-Id").Single();
        var request = Rpc.Post("""{"jsonrpc":"2.0","method":"notifications/initialized"}""")
            .With([("Mcp-Session-Id", _session), ("MCP-Protocol-Version", "2025-11-25")]);
        request.RequestUri = new Uri(path, UriKind.Relative);
        using var accepted = await http.AskAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }
}
