using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>A server that is asked over HTTP and answers each method as the test says.</summary>
internal static class ScriptedMcp
{
    public const string Discovered =
        """{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"resultType":"complete"}""";

    public const string Initialized =
        """{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"x","version":"1"}}""";

    public static async Task<GatewayHost> StartAsync(
        Func<HttpContext, JsonNode, Task> answer, Dictionary<string, string?>? settings = null)
    {
        var gateway = await GatewayHost.StartAsync(settings);
        gateway.Backend.Answer = Answering(answer);
        return gateway;
    }

    /// <summary>Answers discovery as a modern server does, and calls with what the test says.</summary>
    public static RequestDelegate Modern(Func<HttpContext, JsonNode, Task> call) =>
        Answering((http, message) => (string?)message["method"] switch
        {
            "server/discover" => ResultAsync(http, message, Discovered),
            "initialize" => ErrorAsync(http, message, -32601, StatusCodes.Status404NotFound),
            _ => call(http, message),
        });

    public static RequestDelegate Answering(Func<HttpContext, JsonNode, Task> answer) => http =>
    {
        var body = (http.Items[typeof(ReceivedRequest)] as ReceivedRequest)?.Body;
        return answer(http, body is { Length: > 0 } ? JsonNode.Parse(body)! : new JsonObject());
    };

    public static Task ResultAsync(HttpContext http, JsonNode message, string result) =>
        ScriptedBackend.Json(
            $$"""{"jsonrpc":"2.0","id":{{message["id"]!.ToJsonString()}},"result":{{result}}}""")(http);

    public static Task ErrorAsync(HttpContext http, JsonNode message, int code, int status) =>
        ScriptedBackend.Json(
            $$$"""
            {"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"error":{"code":{{{code}}},"message":"no"}}
            """,
            status)(http);

    public static async Task EventsAsync(HttpContext http, params string[] events)
    {
        http.Response.ContentType = "text/event-stream";
        foreach (var text in events)
        {
            await http.Response.WriteAsync(text);
            await http.Response.Body.FlushAsync();
        }
    }
}
