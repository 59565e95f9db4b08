using McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using static McpAspire.Gateway.Tests.Bridge.Legacy.Hosting.ScriptedUpstream;

namespace McpAspire.Gateway.Tests.Bridge.Legacy;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private LegacyHost _host = null!;
    private LegacyClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await LegacyHost.StartAsync();
        _client = await LegacyClient.OpenAsync(_host);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _host.DisposeAsync();
    }

    [Fact]
    public async Task Of_subscriptions_at_once_none_is_lost()
    {
        var uris = Enumerable.Range(0, 20).Select(i => $"test://{i}").ToArray();
        using var response = await _client.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(response);

        await Task.WhenAll(uris.Select(uri => _client.AskAsync("resources/subscribe", $$"""{"uri":"{{uri}}"}""")));

        // Each request has a session as it was before the others, so that the last one alone would be left.
        await Eventually.HoldsAsync(
            () => _host.Upstream.Interests.LastOrDefault()?.ResourceUris.Count == uris.Length, "all are listened to");
    }

    [Fact]
    public async Task A_subscription_counts_for_a_stream_that_is_open()
    {
        using var response = await _client.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(response);

        await _client.AskAsync("resources/subscribe", """{"uri":"test://watched"}""");
        Assert.Equal(["test://watched"], _host.Upstream.Interests.Last().ResourceUris);
        await _host.Upstream.News.Writer.WriteAsync(Updated("test://watched"), Cancellation);

        Assert.Equal("test://watched", (string?)(await events.NextAsync())!["params"]!["uri"]);
    }

    [Fact]
    public async Task A_subscription_is_answered_once_its_server_is_listened_to()
    {
        var acknowledged = new TaskCompletionSource();
        _host.Upstream.Acknowledged = acknowledged.Task;
        using var response = await _client.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(response);

        var answer = _client.AskAsync("resources/subscribe", """{"uri":"test://watched"}""");
        await Eventually.HoldsAsync(() => !_host.Upstream.Interests.IsEmpty, "the server is asked");
        await _client.AskAsync("ping");
        Assert.False(answer.IsCompleted);
        acknowledged.SetResult();

        Assert.NotNull((await answer)["result"]);
    }

    [Fact]
    public async Task A_subscription_does_not_wait_for_a_server_that_hangs()
    {
        _host.Upstream.Acknowledged = new TaskCompletionSource().Task;
        using var response = await _client.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(response);

        var answer = await _client.AskAsync("resources/subscribe", """{"uri":"test://watched"}""").Within();

        Assert.NotNull(answer["result"]);
    }

    [Fact]
    public async Task A_subscription_is_answered_once_another_replica_listens()
    {
        await using var replica = await _host.ReplicaAsync();
        var acknowledged = new TaskCompletionSource();
        replica.Upstream.Acknowledged = acknowledged.Task;
        using var there = _client.At(replica.CreateClient());
        using var response = await there.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(response);
        await Eventually.HoldsAsync(() => replica.View.Listening == 1, "the replica tells the news");

        var answer = _client.AskAsync("resources/subscribe", """{"uri":"test://watched"}""");
        await Eventually.HoldsAsync(() => !replica.Upstream.Interests.IsEmpty, "the server is asked");
        await _client.AskAsync("ping");
        Assert.False(answer.IsCompleted);
        acknowledged.SetResult();

        Assert.NotNull((await answer)["result"]);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static UpstreamNews Updated(string uri) =>
        new("notifications/resources/updated", Json($$"""{"uri":"{{uri}}"}"""));
}
