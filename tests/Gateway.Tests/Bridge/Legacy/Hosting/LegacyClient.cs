using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>A client of an older revision, in its session.</summary>
internal sealed class LegacyClient(HttpClient http) : IDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string? Session { get; set; }

    public string? LastEventId { get; set; }

    public static Task<LegacyClient> OpenAsync(
        LegacyHost host, string capabilities = "{}", string subject = "subject-1") =>
        OpenAsync(host.CreateClient(subject), capabilities);

    public static async Task<LegacyClient> OpenAsync(
        HttpClient http, string capabilities = "{}", string version = "2025-11-25")
    {
        var client = new LegacyClient(http);
        using var answer = await client.PostAsync($$$$"""
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"{{{{version}}}}",
            "capabilities":{{{{capabilities}}}},"clientInfo":{"name":"test","version":"1"}}}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        client.Session = Assert.Single(answer.Headers.GetValues("Mcp-Session-Id"));
        return client;
    }

    /// <summary>The same session at another replica, or under another name.</summary>
    public LegacyClient At(HttpClient other) => new(other) { Session = Session };

    public Task<HttpResponseMessage> PostAsync(string json) => SendAsync(HttpMethod.Post, json);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string? json = null, CancellationToken? cancellation = null)
    {
        using var request = new HttpRequestMessage(method, http.BaseAddress);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        if (Session is not null)
            request.Headers.TryAddWithoutValidation("Mcp-Session-Id", Session);
        if (method == HttpMethod.Get && LastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", LastEventId);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellation ?? Cancellation).Within();
    }

    public Task<HttpResponseMessage> CallAsync(int id = 1, string meta = "{}", string tool = "tool") => PostAsync(
        $$$$"""
        {"jsonrpc":"2.0","id":{{{{id}}}},"method":"tools/call","params":{"name":"{{{{tool}}}}","_meta":{{{{meta}}}}}}
        """);

    /// <summary>The answer to a request, JSON or the last message of a stream.</summary>
    public async Task<JsonNode> AskAsync(string method, string parameters = "{}")
    {
        using var response = await PostAsync(
            $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{{{parameters}}}}""");
        return (await MessagesAsync(response))[^1];
    }

    public async Task<HttpStatusCode> StatusAsync(string json)
    {
        using var response = await PostAsync(json);
        return response.StatusCode;
    }

    /// <summary>Everything that is said until the end.</summary>
    public static async Task<List<JsonNode>> MessagesAsync(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
            return [JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!];

        await using var events = await EventsAsync(response);
        var messages = new List<JsonNode>();
        while (await events.NextAsync() is { } message)
            messages.Add(message);
        return messages;
    }

    public static async Task<LegacyEvents> EventsAsync(HttpResponseMessage response)
    {
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        return new LegacyEvents(SseParser.Create(stream).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation));
    }

    public void Dispose() => http.Dispose();
}
