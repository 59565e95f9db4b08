using McpAspire.Identity.Storage;
using McpAspire.Shared;
using StackExchange.Redis;

namespace McpAspire.Identity.Tests.Storage;

/// <summary>What is counted in Redis for so long, with a server of its own.</summary>
public sealed class WindowCounterTests : IAsyncLifetime
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);
    private static readonly CountedWindow[] Windows =
        [new("counted:1", Period), new("counted:2", Period * 2), new("counted:3", Period * 3)];

    private RedisServer _server = null!;
    private ConnectionMultiplexer _connection = null!;
    private WindowCounter _counter = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartNewAsync();
        _connection = await _server.ConnectAsync();
        _counter = new WindowCounter(_connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Counts_at_the_same_moment_each_count_and_the_window_ends()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _counter.CountAsync("counted", Period)));

        Assert.Equal(Enumerable.Range(1, 20).Select(count => (long)count), counts.Order());
        Assert.InRange((await _counter.LeftAsync([new("counted", Period)])).TotalMinutes, 9, 10);
    }

    [Fact]
    public async Task Window_that_ended_meanwhile_begins_with_nothing_and_ends()
    {
        await _counter.CountAsync(Windows);
        await ForgetAsync();

        await _counter.GiveBackAsync(Windows);

        long[] counts = await _counter.CountAsync(Windows);
        Assert.Equal([1, 1, 1], counts);
        Assert.All(Windows, window => Assert.NotNull(_connection.GetDatabase().KeyTimeToLive(window.Key)));
    }

    [Fact]
    public async Task Two_of_different_windows_take_back_no_more_than_was_counted()
    {
        await _counter.CountAsync(Windows);
        await ForgetAsync();
        await _counter.CountAsync(Windows);

        await _counter.GiveBackAsync(Windows);
        await _counter.GiveBackAsync(Windows);

        long[] counts = await _counter.CountAsync(Windows);
        Assert.Equal([1, 1, 1], counts);
    }

    [Fact]
    public async Task Success_is_two_round_trips_and_asks_for_no_time()
    {
        await _connection.GetServer("127.0.0.1", _server.Port).ExecuteAsync("CONFIG", "RESETSTAT");

        await _counter.CountAsync(Windows);
        await _counter.GiveBackAsync(Windows);

        var stats = (string?)await _connection.GetDatabase().ExecuteAsync("INFO", "commandstats") ?? string.Empty;
        Assert.Contains("cmdstat_exec:calls=2,", stats, StringComparison.Ordinal);
        // A condition is a WATCH, which is waited for.
        Assert.DoesNotContain("cmdstat_watch", stats, StringComparison.Ordinal);
        Assert.DoesNotContain("ttl:", stats, StringComparison.Ordinal);
    }

    private Task ForgetAsync() =>
        _connection.GetDatabase().KeyDeleteAsync([.. Windows.Select(window => window.Key)]);
}
