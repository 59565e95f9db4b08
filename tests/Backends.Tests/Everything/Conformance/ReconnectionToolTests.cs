using System.Net.Http.Headers;
using McpAspire.Backends.Tests.Everything.Hosting;
using McpAspire.Shared;

namespace McpAspire.Backends.Tests.Everything.Conformance;

public sealed class ReconnectionToolTests(EverythingServerFixture server)
{
    private const string Answer = "Reconnection test completed successfully";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothEras))]
    public async Task Reconnect_OfficialClient_GetsTheAnswer(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        Assert.Equal(Answer, await client.TextAsync("test_reconnection"));
    }

    [Fact]
    public async Task Reconnect_StreamClosedBeforeTheAnswer_IsResumedByItsLastEvent()
    {
        using var http = new HttpClient();
        var (session, _) = await SendAsync(http, null, Body(
            "initialize",
            """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}"""));

        var (_, first) = await SendAsync(
            http, session, Body("tools/call", """{"name":"test_reconnection","arguments":{}}"""));
        var last = first.Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal))["id: ".Length..];

        Assert.DoesNotContain(Answer, first, StringComparison.Ordinal);
        Assert.Contains("retry: 200", first, StringComparison.Ordinal);
        await Eventually.HoldsAsync(IsResumedAsync, "the answer follows the last event");

        async Task<bool> IsResumedAsync() =>
            (await SendAsync(http, session, body: null, last)).Text.Contains(Answer, StringComparison.Ordinal);
    }

    private static string Body(string method, string parameters) =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""";

    private async Task<(string Session, string Text)> SendAsync(
        HttpClient http, string? session, string? body, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, server.McpAddress);
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        request.Headers.Accept.ParseAdd(body is null ? "text/event-stream" : "application/json, text/event-stream");
        if (session is not null) request.Headers.Add("Mcp-Session-Id", session);
        if (session is not null) request.Headers.Add("MCP-Protocol-Version", "2025-11-25");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);

        using var response = await http.SendAsync(request, Stop);
        response.EnsureSuccessStatusCode();
        return (response.Headers.GetValues("Mcp-Session-Id").Single(), await response.Content.ReadAsStringAsync(Stop));
    }
}
