using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

/// <summary>A client of 2026-07-28 of one person, and what it gets.</summary>
internal sealed class ModernClient(
    GatewayHost gateway,
    string subject = "subject-1",
    string path = Rpc.Path,
    DateTimeOffset? now = null,
    ScriptedIssuer? issuer = null) : IDisposable
{
    private readonly HttpClient _http = gateway.CreateClient((issuer ?? gateway.Issuer)
        .Draft(now, GatewayHost.PublicOrigin + path)
        .With("sub", subject)
        .Sign((issuer ?? gateway.Issuer).Key));

    /// <summary>What it declares on each request.</summary>
    public string Capabilities { get; set; } = """{"elicitation":{},"sampling":{},"roots":{}}""";

    /// <summary>Further members of <c>_meta</c>, each with a comma before it.</summary>
    public string Meta { get; set; } = "";

    public string Version { get; set; } = "2026-07-28";

    public static async Task<(HttpStatusCode Status, List<JsonNode> Messages)> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.TextAsync();
        var messages = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..])
            : text.Length == 0 ? [] : [text];
        return (response.StatusCode, [.. messages.Select(message => JsonNode.Parse(message)!)]);
    }

    /// <param name="method">The method.</param>
    /// <param name="members">Members of <c>params</c>, without braces.</param>
    public HttpRequestMessage Request(string method, string members = "")
    {
        var separator = members.Length == 0 ? "" : ",";
        var meta = $$"""
            {"io.modelcontextprotocol/protocolVersion":"{{Version}}",
            "io.modelcontextprotocol/clientCapabilities":{{Capabilities}} {{Meta}} }
            """;
        var body = $$"""
            {"jsonrpc":"2.0","id":"r-1","method":"{{method}}","params":{ {{members}}{{separator}}"_meta":{{meta}} } }
            """;
        var parameters = JsonNode.Parse(body)!["params"]!;
        var name = (string?)parameters["name"] ?? (string?)parameters["uri"] ?? (string?)parameters["taskId"];
        var request = Rpc.Post(body, ("MCP-Protocol-Version", Version), ("Mcp-Method", method));
        request.RequestUri = new Uri(path, UriKind.Relative);
        return name is null ? request : request.With(("Mcp-Name", name));
    }

    public Task<HttpResponseMessage> SendAsync(string method, string members = "") =>
        _http.AskAsync(Request(method, members));

    /// <summary>The last message, and the status.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Message)> AskAsync(string method, string members = "")
    {
        using var response = await SendAsync(method, members);
        var (status, messages) = await ReadAsync(response);
        Assert.Equal("r-1", (string?)messages[^1]["id"]);
        return (status, messages[^1]);
    }

    public async Task<JsonNode> ResultAsync(string method, string members = "")
    {
        var (status, message) = await AskAsync(method, members);
        Assert.True(message["result"] is not null, message.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, status);
        return message["result"]!;
    }

    public async Task<(HttpStatusCode Status, int Code)> ErrorAsync(string method, string members = "")
    {
        var (status, message) = await AskAsync(method, members);
        Assert.True(message["error"] is not null, message.ToJsonString());
        return (status, (int)message["error"]!["code"]!);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.AskAsync(request);

    public void Dispose() => _http.Dispose();
}
