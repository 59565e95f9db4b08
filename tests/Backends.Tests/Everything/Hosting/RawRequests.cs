using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace McpAspire.Backends.Tests.Everything.Hosting;

/// <summary>Requests as they go over the wire, for what the client has no method for or would never send.</summary>
internal static class RawRequests
{
    /// <summary>A request of the modern era, with the metadata that each one carries.</summary>
    public static JsonObject Modern(string method, JsonObject? parameters = null, string version = "2026-07-28")
    {
        parameters ??= [];
        parameters["_meta"] ??= new JsonObject();
        parameters["_meta"]!["io.modelcontextprotocol/protocolVersion"] = version;
        parameters["_meta"]!["io.modelcontextprotocol/clientCapabilities"] = new JsonObject();
        return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 7, ["method"] = method, ["params"] = parameters };
    }

    /// <summary>Posts a message, and answers the status with every message that came back, in order.</summary>
    public static async Task<(HttpStatusCode Status, IReadOnlyList<JsonNode> Messages)> PostAsync(
        this EverythingServerFixture server, JsonObject message, string version = "2026-07-28")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.McpAddress)
        {
            Content = new StringContent(message.ToJsonString(), new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", version);
        request.Headers.Add("Mcp-Method", (string)message["method"]!);
        var name = message["params"]?["name"] ?? message["params"]?["uri"];
        if (name is not null) request.Headers.Add("Mcp-Name", (string)name!);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var messages = isStream ? DataOf(body) : [body];
        return (response.StatusCode, [.. messages.Select(text => JsonNode.Parse(text)!)]);
    }

    private static IEnumerable<string> DataOf(string events) => events
        .Split('\n')
        .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
        .Select(line => line["data: ".Length..]);
}
