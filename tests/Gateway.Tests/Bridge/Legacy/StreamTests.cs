using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Bridge.Legacy;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.Extensions.Time.Testing;
using static McpAspire.Gateway.Tests.Bridge.Legacy.Hosting.ScriptedUpstream;

namespace McpAspire.Gateway.Tests.Bridge.Legacy;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LegacyHost _host = null!;
    private LegacyClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        var limits = new LegacyClientOptions { StreamsPerSession = 2 };
        _host = await LegacyHost.StartAsync(new McpOptions { LegacyClients = limits });
        _client = await LegacyClient.OpenAsync(_host);
        _host.Upstream.Answer = async (_, talk, _) =>
        {
            await talk.NotifiedAsync("notifications/message", Json("""{"level":"error","data":1}"""));
            await _release.Task;
            await talk.NotifiedAsync("notifications/message", Json("""{"level":"error","data":2}"""));
            return Result("{}");
        };
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _host.DisposeAsync();
    }

    [Fact]
    public async Task Changed_lists_and_updated_resources_are_told()
    {
        await _client.AskAsync("resources/subscribe", """{"uri":"test://watched"}""");
        using var response = await _client.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(response);

        await _host.View.Changes.Writer.WriteAsync("notifications/tools/list_changed", Cancellation);
        Assert.Equal("notifications/tools/list_changed", Method(await events.NextAsync()));
        await _host.Upstream.News.Writer.WriteAsync(Updated("test://watched"), Cancellation);
        Assert.Equal("notifications/resources/updated", Method(await events.NextAsync()));
        Assert.Equal(["test://watched"], _host.Upstream.Interests.First().ResourceUris);
    }

    [Fact]
    public async Task News_begin_when_the_shared_state_is_back()
    {
        var state = new UnsteadyState(new LocalState(TimeProvider.System));
        await using var host = await LegacyHost.StartAsync(state: state);
        using var client = await LegacyClient.OpenAsync(host);
        using var response = await client.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(response);

        await host.View.Changes.Writer.WriteAsync("notifications/tools/list_changed", Cancellation);

        Assert.Equal("notifications/tools/list_changed", Method(await events.NextAsync()));
        Assert.Equal(2, state.Additions);
    }

    [Fact]
    public async Task Whoever_has_lost_the_lease_tells_no_more_and_leaves_it_to_its_owner()
    {
        var time = new FakeTimeProvider();
        var inner = new LocalState(time);
        var state = new UnsteadyState(inner);
        await using var host = await LegacyHost.StartAsync(time: time, state: state);
        using var client = await LegacyClient.OpenAsync(host);
        using var response = await client.SendAsync(HttpMethod.Get);
        await LaterAsync(() => host.View.Listening == 1, "the news are told");

        var other = "another replica"u8.ToArray();
        await inner.SetAsync(state.Key!, other, TimeSpan.FromDays(1), Cancellation);

        await LaterAsync(() => host.View.Listening == 0, "another one tells");
        using var deleted = await client.SendAsync(HttpMethod.Delete);
        Assert.Equal(other, await inner.FindAsync(state.Key!, Cancellation));

        Task LaterAsync(Func<bool> holds, string what) => Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return holds();
            },
            what);
    }

    [Fact]
    public async Task A_message_is_told_on_one_stream_only()
    {
        await using var replica = await _host.ReplicaAsync();
        using var there = _client.At(replica.CreateClient());
        using var first = await _client.SendAsync(HttpMethod.Get);
        await using var firstEvents = await LegacyClient.EventsAsync(first);
        using var second = await _client.SendAsync(HttpMethod.Get);
        using var third = await there.SendAsync(HttpMethod.Get);

        foreach (var host in (LegacyHost[])[_host, replica])
            await host.View.Changes.Writer.WriteAsync("notifications/tools/list_changed", Cancellation);
        Assert.NotNull(await firstEvents.NextAsync());
        using var deleted = await _client.SendAsync(HttpMethod.Delete);

        Assert.Null(await firstEvents.NextAsync());
        Assert.Empty(await LegacyClient.MessagesAsync(second));
        Assert.Empty(await LegacyClient.MessagesAsync(third));
    }

    [Fact]
    public async Task There_are_not_more_streams_than_allowed()
    {
        using var first = await _client.SendAsync(HttpMethod.Get);
        using var second = await _client.SendAsync(HttpMethod.Get);
        using var third = await _client.SendAsync(HttpMethod.Get);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
    }

    [Fact]
    public async Task Streams_end_when_the_gateway_stops()
    {
        using var response = await _client.SendAsync(HttpMethod.Get);

        await _host.StopAsync().Within(TimeSpan.FromSeconds(10));

        Assert.Empty(await LegacyClient.MessagesAsync(response));
    }

    [Fact]
    public async Task Streams_last_while_the_gateway_only_says_that_it_leaves()
    {
        var time = new FakeTimeProvider();
        var options = new McpOptions { DrainDelay = TimeSpan.FromSeconds(5) };
        await using var host = await LegacyHost.StartAsync(options, time);
        using var client = await LegacyClient.OpenAsync(host);
        using var response = await client.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(response);
        var stop = host.StopAsync();

        await host.View.Changes.Writer.WriteAsync("notifications/tools/list_changed", Cancellation);
        Assert.Equal("notifications/tools/list_changed", Method(await events.NextAsync()));

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await events.NextAsync());
        await stop.Within(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_stream_of_another_replica_that_can_no_longer_be_asked_just_ends()
    {
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Upstream.Answer = async (_, talk, _) =>
        {
            await talk.NotifiedAsync("notifications/message", Json("""{"level":"error","data":1}"""));
            await _release.Task;
            await talk.NotifiedAsync("notifications/message", Json("""{"level":"error","data":2}"""));
            await again.Task;
            return Result("{}");
        };
        await using var replica = await _host.ReplicaAsync();
        using var there = _client.At(replica.CreateClient());
        there.LastEventId = await BreakAsync();
        using var resumed = await there.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(resumed);

        replica.Bus.IsAway = true;
        _release.SetResult();

        // It may end before or after what had been on its way, and says nothing more.
        if (await events.NextAsync() is { } last)
        {
            Assert.Equal(2, (int?)last["params"]!["data"]);
            Assert.Null(await events.NextAsync());
        }

        again.SetResult();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_answer_is_gone_on_with(bool elsewhere)
    {
        await using var replica = await _host.ReplicaAsync();
        var last = await BreakAsync();
        using var there = elsewhere ? _client.At(replica.CreateClient()) : _client.At(_host.CreateClient());
        there.LastEventId = last;

        using var resumed = await there.SendAsync(HttpMethod.Get);
        await using var events = await LegacyClient.EventsAsync(resumed);
        _release.SetResult();

        Assert.Equal(2, (int?)(await events.NextAsync())!["params"]!["data"]);
        Assert.NotNull((await events.NextAsync())!["result"]);
        Assert.Null(await events.NextAsync());
    }

    [Fact]
    public async Task What_was_said_meanwhile_is_replayed_once_it_is_asked_for()
    {
        var last = await BreakAsync();
        _release.SetResult();
        _client.LastEventId = last[..last.LastIndexOf('.')] + ".0";

        using var resumed = await _client.SendAsync(HttpMethod.Get);
        var messages = await LegacyClient.MessagesAsync(resumed);

        Assert.Equal([1, 2], messages.Take(2).Select(said => (int)said["params"]!["data"]!));
        Assert.NotNull(messages[2]["result"]);
    }

    [Fact]
    public async Task Nobody_gets_the_events_of_another_stream()
    {
        var last = await BreakAsync();
        using var other = await LegacyClient.OpenAsync(_host);
        using var stranger = await LegacyClient.OpenAsync(_host, subject: "subject-2");
        var parts = last.Split('.');
        string[] forged =
        [
            "0", "-1", "1", new string('9', 300), string.Join('.', [.. parts[..4], "-1"]),
            string.Join('.', [.. parts[..4], "99999999999999999999"]), string.Join('.', [.. parts[..4], "99"]),
            string.Join('.', [.. parts[..3], "AAAA", parts[4]]), string.Join('.', [parts[0], "AAAA", .. parts[2..]]),
            string.Join('.', [.. parts[..2], "gone", .. parts[3..]]),
        ];

        foreach (var (client, id) in (IEnumerable<(LegacyClient, string)>)
            [(other, last), (stranger, last), .. forged.Select(id => (_client, id))])
        {
            client.LastEventId = id;
            using var answer = await client.SendAsync(HttpMethod.Get);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        using var deleted = await _client.SendAsync(HttpMethod.Delete);
        _client.LastEventId = last;
        using var afterwards = await _client.SendAsync(HttpMethod.Get);
        Assert.Equal(HttpStatusCode.NotFound, afterwards.StatusCode);
        _release.SetResult();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_stream_of_news_loses_nothing(bool elsewhere)
    {
        await using var replica = await _host.ReplicaAsync();
        using var first = await _client.SendAsync(HttpMethod.Get);
        var events = await LegacyClient.EventsAsync(first);
        await _host.View.Changes.Writer.WriteAsync("notifications/tools/list_changed", Cancellation);
        await events.NextAsync();
        first.Dispose();
        await _host.View.Changes.Writer.WriteAsync("notifications/prompts/list_changed", Cancellation);
        using var there = elsewhere ? _client.At(replica.CreateClient()) : _client.At(_host.CreateClient());
        there.LastEventId = events.LastId;
        await Eventually.HoldsAsync(() => _host.View.Changes.Reader.Count == 0, "the news was told");

        using var second = await there.SendAsync(HttpMethod.Get);
        await using var missed = await LegacyClient.EventsAsync(second);

        Assert.Equal("notifications/prompts/list_changed", Method(await missed.NextAsync()));
    }

    [Fact]
    public async Task News_that_are_more_than_is_kept_are_told_when_the_client_is_back()
    {
        var limits = new LegacyClientOptions { ReplayBytes = 1024 };
        await using var host = await LegacyHost.StartAsync(new McpOptions { LegacyClients = limits });
        using var client = await LegacyClient.OpenAsync(host);
        using var first = await client.SendAsync(HttpMethod.Get);
        var events = await LegacyClient.EventsAsync(first);
        await host.View.Changes.Writer.WriteAsync("notifications/tools/list_changed", Cancellation);
        await events.NextAsync();
        first.Dispose();
        var large = "notifications/" + new string('x', 2 * limits.ReplayBytes);
        await host.View.Changes.Writer.WriteAsync(large, Cancellation);
        await Eventually.HoldsAsync(() => host.View.Changes.Reader.Count == 0, "the news was told");
        client.LastEventId = events.LastId;

        using var second = await client.SendAsync(HttpMethod.Get);
        await using var missed = await LegacyClient.EventsAsync(second);

        Assert.Equal(large, Method(await missed.NextAsync()));
    }

    [Fact]
    public async Task News_of_a_replica_that_has_gone_may_be_anything()
    {
        var replica = await _host.ReplicaAsync();
        using var there = _client.At(replica.CreateClient());
        using var first = await there.SendAsync(HttpMethod.Get);
        var events = await LegacyClient.EventsAsync(first);
        await replica.View.Changes.Writer.WriteAsync("notifications/tools/list_changed", Cancellation);
        await events.NextAsync();
        await replica.DisposeAsync();
        var gone = events.LastId!.Split('.');
        gone[2] = "gone";
        _client.LastEventId = string.Join('.', gone);

        using var second = await _client.SendAsync(HttpMethod.Get);
        await using var told = await LegacyClient.EventsAsync(second);

        Assert.Equal("notifications/tools/list_changed", Method(await told.NextAsync()));
        Assert.Equal("notifications/prompts/list_changed", Method(await told.NextAsync()));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string? Method(JsonNode? message) => (string?)message!["method"];

    private static UpstreamNews Updated(string uri) =>
        new("notifications/resources/updated", Json($$"""{"uri":"{{uri}}"}"""));

    /// <summary>Reads the first event of an answer and loses the connection; gives the event's id.</summary>
    private async Task<string> BreakAsync()
    {
        using var response = await _client.CallAsync();
        var events = await LegacyClient.EventsAsync(response);
        Assert.Equal(1, (int?)(await events.NextAsync())!["params"]!["data"]);
        return events.LastId!;
    }
}
