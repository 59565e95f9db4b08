using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace McpAspire.EndToEnd.Tests.Attacks;

/// <summary>One stateless MCP request by hand, with whatever stands in for a token.</summary>
internal static class McpRequest
{
    public const string Tool = "test_simple_text";
    private const string Revision = "2026-07-28";

    /// <summary>A <c>tools/call</c> of the modern era, which needs no session before it.</summary>
    public static HttpRequestMessage CallTool(Uri mcpUrl, string? bearer)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, mcpUrl)
        {
            Content = JsonContent.Create(new
            {
                jsonrpc = "2.0",
                id = 1,
                method = "tools/call",
                @params = new
                {
                    name = Tool,
                    arguments = new { },
                    _meta = new Dictionary<string, object>
                    {
                        ["io.modelcontextprotocol/protocolVersion"] = Revision,
                        ["io.modelcontextprotocol/clientCapabilities"] = new { },
                        ["io.modelcontextprotocol/clientInfo"] = new { name = "by-hand", version = "1.0.0" },
                    },
                },
            }),
            Headers =
            {
                { "Accept", "application/json, text/event-stream" },
                { "MCP-Protocol-Version", Revision },
                { "Mcp-Method", "tools/call" },
                { "Mcp-Name", Tool },
            },
        };
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return request;
    }

    public static async Task<HttpResponseMessage> CallToolAsync(
        this HttpClient http, Uri mcpUrl, string? bearer, CancellationToken cancellationToken)
    {
        using var request = CallTool(mcpUrl, bearer);
        return await http.SendAsync(request, cancellationToken);
    }
}
