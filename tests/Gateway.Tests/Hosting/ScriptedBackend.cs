using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>A backend that records what reaches it and answers as the test says.</summary>
internal sealed class ScriptedBackend : IAsyncDisposable
{
    private LoopbackHost _host = null!;

    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    /// <summary>What it answers; by default an empty result.</summary>
    public RequestDelegate Answer { get; set; } = Result("{}");

    public Uri Endpoint => new(_host.Address, "mcp");

    public static async Task<ScriptedBackend> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var backend = new ScriptedBackend();
        backend._host = await LoopbackHost.StartAsync(backend.ReceiveAsync, protocols: protocols);
        return backend;
    }

    public static RequestDelegate Json(string body, int status = StatusCodes.Status200OK) =>
        Text(body, "application/json", status);

    /// <summary>A result for the request that came; for what is no request, what the transport demands.</summary>
    public static RequestDelegate Result(string result) => http =>
    {
        if (HttpMethods.IsGet(http.Request.Method))
            return Text("", "text/event-stream")(http);

        var message = http.Items[typeof(ReceivedRequest)] is ReceivedRequest { Body.Length: > 0 } received
            ? JsonNode.Parse(received.Body)
            : null;
        if (message?["id"] is { } id && message["method"] is not null)
            return Json($$"""{"jsonrpc":"2.0","id":{{id.ToJsonString()}},"result":{{result}}}""")(http);

        http.Response.StatusCode = message is null ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    };

    public static RequestDelegate Text(string body, string mediaType, int status = StatusCodes.Status200OK) =>
        http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = mediaType;
            return http.Response.WriteAsync(body);
        };

    public ReceivedRequest Single() => Assert.Single(Received);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var received = new ReceivedRequest(
            http.Request.Method,
            http.Request.Path + http.Request.QueryString.Value,
            http.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        Received.Enqueue(received);
        http.Items[typeof(ReceivedRequest)] = received;
        await Answer(http);
    }
}
