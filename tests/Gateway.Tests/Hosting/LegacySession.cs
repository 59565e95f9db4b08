using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>Sessions as legacy clients open them.</summary>
internal static class LegacySession
{
    public const string Initialize =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},
        "clientInfo":{"name":"test","version":"1"}}}
        """;

    /// <summary>Opens a session that the backend calls by this id, and gives the id that the client gets.</summary>
    public static async Task<string> OpenSessionAsync(this GatewayHost gateway, HttpClient client, string upstreamId)
    {
        var answer = gateway.Backend.Answer;
        gateway.Backend.Answer = Opening(upstreamId);
        using var response = await client.AskAsync(Rpc.Post(Initialize));
        gateway.Backend.Answer = answer;
        gateway.Backend.Received.Clear();
        return Assert.Single(response.Headers.GetValues("Mcp-Session-Id"));
    }

    /// <summary>What a backend answers that opens a session.</summary>
    public static RequestDelegate Opening(string upstreamId, int id = 1)
    {
        var result = ScriptedBackend.Json(
            $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"protocolVersion":"2025-11-25"} }""");
        return http =>
        {
            http.Response.Headers["Mcp-Session-Id"] = upstreamId;
            return result(http);
        };
    }

    public static HttpRequestMessage In(this HttpRequestMessage request, string session) =>
        request.With(("Mcp-Session-Id", session));
}
