using System.Net;
using McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;
using McpAspire.Gateway.Tests.Bridge.Modern;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Bridge.Legacy;

/// <summary>A legacy client before two whole replicas, which know of each other through a real Redis alone.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private const string Ask = """{"message":"Who?","requestedSchema":{"type":"object"}}""";

    private readonly ScriptedServer _server = new(isModern: true);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReplicaHosts _replicas = null!;
    private LegacyClient _here = null!;
    private LegacyClient _there = null!;

    public async ValueTask InitializeAsync()
    {
        _replicas = await ReplicaHosts.StartAsync(
            new() { ["Mcp:Servers:everything:Era"] = "Auto" },
            services => services.AddSingleton<IUpstreams>(_server));
        _here = await LegacyClient.OpenAsync(Client(_replicas.First), """{"elicitation":{}}""");
        _there = _here.At(Client(_replicas.Second));
    }

    public async ValueTask DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        await _replicas.DisposeAsync();
    }

    [Fact]
    public async Task A_session_that_one_opened_is_used_at_the_other()
    {
        var answer = await _there.AskAsync("tools/call", """{"name":"echo"}""");

        Assert.Contains("done", answer["result"]!["content"]!.ToJsonString());
        Assert.Equal("tools/call", Assert.Single(_server.Received).Call.Method);
    }

    [Fact]
    public async Task A_question_of_a_call_at_one_is_answered_at_the_other_and_not_twice()
    {
        _server.Answer = async (_, talk, cancellation) => ScriptedServer.Says(
            await ScriptedServer.AskAsync(talk, "elicitation/create", Ask, cancellation));
        using var response = await _here.CallAsync(tool: "echo");
        await using var events = await LegacyClient.EventsAsync(response);
        var question = (await events.NextAsync())!;
        var answer = $$$"""
            {"jsonrpc":"2.0","id":{{{question["id"]!.ToJsonString()}}},"result":{"action":"accept","content":{"n":"Ann"} } }
            """;

        Assert.Equal("elicitation/create", (string?)question["method"]);
        Assert.Equal(HttpStatusCode.Accepted, await _there.StatusAsync(answer));

        Assert.Contains("Ann", (await events.NextAsync())!["result"]!["content"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, await _there.StatusAsync(answer));
    }

    [Fact]
    public async Task A_session_that_one_ends_has_ended_at_the_other_with_all_that_it_had_open_there()
    {
        Wait();
        using var stream = await _there.SendAsync(HttpMethod.Get);
        var calling = _there.CallAsync(id: 5, tool: "echo");
        await _begun.Task.Within();

        using var deleted = await _here.SendAsync(HttpMethod.Delete);

        Assert.True(deleted.IsSuccessStatusCode);
        Assert.Empty(await LegacyClient.MessagesAsync(stream).Within());
        await Eventually.HoldsAsync(() => _server.Cancelled == 1, "the call at the other replica is cancelled");
        using var call = await calling.Within();
        await Eventually.HoldsAsync(
            async () => await _there.StatusAsync("""{"jsonrpc":"2.0","id":6,"method":"ping"}""") == HttpStatusCode.NotFound,
            "the session is not known there any more");
    }

    [Fact]
    public async Task A_call_at_one_is_cancelled_at_the_other()
    {
        Wait();
        var calling = _here.CallAsync(id: 5, tool: "echo");
        await _begun.Task.Within();

        Assert.Equal(HttpStatusCode.Accepted, await _there.StatusAsync(
            """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}"""));

        await Eventually.HoldsAsync(() => _server.Cancelled == 1, "the call is cancelled at the server");
        using var call = await calling.Within();
    }

    [Fact]
    public async Task An_answer_that_broke_off_at_one_is_gone_on_with_at_the_other()
    {
        _server.Answer = async (_, talk, _) =>
        {
            await talk.NotifiedAsync("notifications/message", """{"level":"error","data":1}"""u8.ToArray());
            await _release.Task;
            await talk.NotifiedAsync("notifications/message", """{"level":"error","data":2}"""u8.ToArray());
            return ScriptedServer.Says("done");
        };
        using (var response = await _here.CallAsync(tool: "echo"))
        {
            var events = await LegacyClient.EventsAsync(response);
            Assert.Equal(1, (int?)(await events.NextAsync())!["params"]!["data"]);
            _there.LastEventId = events.LastId;
        }

        using var resumed = await _there.SendAsync(HttpMethod.Get);
        await using var rest = await LegacyClient.EventsAsync(resumed);
        _release.SetResult();

        Assert.Equal(2, (int?)(await rest.NextAsync())!["params"]!["data"]);
        Assert.Contains("done", (await rest.NextAsync())!["result"]!.ToJsonString());
        Assert.Null(await rest.NextAsync());
    }

    [Fact]
    public async Task What_is_subscribed_to_at_one_is_told_on_the_stream_at_the_other()
    {
        using var stream = await _here.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(stream);

        await _there.AskAsync("resources/subscribe", """{"uri":"test://watched"}""");
        await Eventually.HoldsAsync(
            () => _server.Interests.Any(it => it.ResourceUris.Contains("test://watched")), "the server is listened to");
        _server.Say("notifications/resources/updated", """{"uri":"test://watched"}""");

        Assert.Equal("test://watched", (string?)(await events.NextAsync())!["params"]!["uri"]);
    }

    private void Wait() => _server.Answer = async (_, _, cancellation) =>
    {
        _begun.SetResult();
        await Task.Delay(Timeout.Infinite, cancellation);
        return "{}";
    };

    private HttpClient Client(GatewayHost gateway)
    {
        var http = gateway.CreateClient(_replicas.First.Issuer.Token());
        http.BaseAddress = new Uri(GatewayHost.Resource);
        return http;
    }
}
