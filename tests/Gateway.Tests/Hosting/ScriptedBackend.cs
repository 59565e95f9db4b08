using System.Collections.Concurrent;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>A backend that records what reaches it and answers as the test says.</summary>
internal sealed class ScriptedBackend : IAsyncDisposable
{
    /// <summary>Where an answer finds the request's body, among the items of the context.</summary>
    public const string BodyItem = "body";

    private LoopbackHost _host = null!;

    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    /// <summary>What it answers; by default a JSON result.</summary>
    public RequestDelegate Answer { get; set; } = Json("""{"jsonrpc":"2.0","id":1,"result":{}}""");

    public Uri Endpoint => new(_host.Address, "mcp");

    public static async Task<ScriptedBackend> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var backend = new ScriptedBackend();
        backend._host = await LoopbackHost.StartAsync(backend.ReceiveAsync, protocols: protocols);
        return backend;
    }

    public static RequestDelegate Json(string body, int status = StatusCodes.Status200OK) =>
        Text(body, "application/json", status);

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
        Received.Enqueue(new ReceivedRequest(
            http.Request.Method,
            http.Request.Path + http.Request.QueryString.Value,
            http.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        http.Items[BodyItem] = body.ToArray();
        await Answer(http);
    }
}
