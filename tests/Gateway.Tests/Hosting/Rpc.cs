using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>Requests as MCP clients send them, and what comes back.</summary>
internal static class Rpc
{
    public const string Path = "/mcp/everything";

    public const string LegacyCall =
        """
        {"jsonrpc":"2.0","id":7,"method":"tools/call",
        "params":{"name":"echo","arguments":{"text":"private words"}}}
        """;

    public const string ModernCall =
        """
        {"jsonrpc":"2.0","id":7,"method":"tools/call",
        "params":{"name":"echo","arguments":{"text":"private words"},
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
        "io.modelcontextprotocol/clientCapabilities":{}}}}
        """;

    /// <summary>What answers both calls.</summary>
    public const string Answer = """{"jsonrpc":"2.0","id":7,"result":{}}""";

    /// <summary>A message as an event.</summary>
    public static string Event(string message) => $"data: {message}\n\n";

    /// <summary>An event before the answer.</summary>
    public static string Progress(object? token) => Event(
        $$$"""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"{{{token}}}","progress":1}}""");

    public static HttpRequestMessage Post(string body, params IEnumerable<(string Name, string Value)> headers) =>
        Post(Encoding.UTF8.GetBytes(body), headers);

    public static HttpRequestMessage Post(byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        return request.With(headers);
    }

    public static HttpRequestMessage Modern(string body, string method, string? name) => Post(
        body,
        [
            ("MCP-Protocol-Version", "2026-07-28"),
            ("Mcp-Method", method),
            .. name is null ? Array.Empty<(string, string)>() : [("Mcp-Name", name)],
        ]);

    public static HttpRequestMessage With(
        this HttpRequestMessage request,
        params IEnumerable<(string Name, string Value)> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    /// <summary>Sends, and returns when the headers of the answer are there.</summary>
    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, HttpRequestMessage request) =>
        client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    public static Task<string> TextAsync(this HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>The JSON-RPC error that a refusal must carry.</summary>
    public static async Task<JsonNode> ErrorAsync(this HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var body = JsonNode.Parse(await response.TextAsync())!;
        Assert.Equal("2.0", (string?)body["jsonrpc"]);
        return body["error"]!;
    }
}
