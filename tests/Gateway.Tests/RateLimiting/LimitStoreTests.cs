using McpAspire.Gateway.RateLimiting;
using McpAspire.Shared;
using StackExchange.Redis;

namespace McpAspire.Gateway.Tests.RateLimiting;

/// <summary>What every store does, shown with each: this process, redis-server and Garnet.</summary>
public sealed class LimitStoreTests(LimitServers servers) : IClassFixture<LimitServers>, IAsyncDisposable
{
    private const double Hour = 3_600_000_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly List<ConnectionMultiplexer> _connections = [];
    private readonly string _prefix = $"gw:{Guid.NewGuid():N}:";

    public enum Kind
    {
        Local,
        Redis,
        Garnet,
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Kind.Local)]
    [InlineData(Kind.Redis)]
    [InlineData(Kind.Garnet)]
    public async Task Replicas_GrantExactlyWhatThereIs(Kind kind)
    {
        var replicas = await ReplicasAsync(kind, 3);
        Limit[] limits = [Requests("a", 100), Requests("b", 1000), Concurrent("c", 70)];

        var refusals = await Task.WhenAll(Enumerable.Range(0, 600).Select(i => Task.Run(
            () => AcquireAsync(replicas[i % 3], limits, $"{i}"), Cancellation)));

        Assert.Equal(70, refusals.Count(refusal => refusal is null));
        await Task.WhenAll(Enumerable.Range(0, 600).Select(
            i => replicas[0].ReleaseAsync(limits, $"{i}", 0, Cancellation).AsTask()));
        var again = await Task.WhenAll(Enumerable.Range(1000, 600).Select(
            i => AcquireAsync(replicas[i % 3], limits, $"{i}")));
        Assert.Equal(30, again.Count(refusal => refusal is null));
    }

    [Theory]
    [InlineData(Kind.Local)]
    [InlineData(Kind.Redis)]
    [InlineData(Kind.Garnet)]
    public async Task WhatOneLimitRefuses_NoneCounts(Kind kind)
    {
        var store = (await ReplicasAsync(kind, 1))[0];
        Assert.Null(await AcquireAsync(store, [Requests("small", 1)], "1"));

        for (var i = 0; i < 5; i++)
            Assert.Equal(
                _prefix + "small",
                (await AcquireAsync(store, [Requests("large", 2), Requests("small", 1)], "x"))?.Limit.Key);

        Assert.Null(await AcquireAsync(store, [Requests("large", 2)], "2"));
        Assert.Null(await AcquireAsync(store, [Requests("large", 2)], "3"));
        Assert.NotNull(await AcquireAsync(store, [Requests("large", 2)], "4"));
    }

    [Theory]
    [InlineData(Kind.Local)]
    [InlineData(Kind.Redis)]
    [InlineData(Kind.Garnet)]
    public async Task Requests_ComeBackWhenTheRefusalSaysSo(Kind kind)
    {
        var store = (await ReplicasAsync(kind, 1))[0];
        Limit[] limits = [new(LimitScope.Subject, LimitKind.Requests, _prefix + "back", 2, 500_000)];
        Assert.Null(await AcquireAsync(store, limits, "1"));
        Assert.Null(await AcquireAsync(store, limits, "2"));

        var refusal = await AcquireAsync(store, limits, "3");
        Assert.InRange(refusal!.RetryAfter.TotalMilliseconds, 1, 500);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Eventually.HoldsAsync(async () => await AcquireAsync(store, limits, "3") is null, "one comes back");
        Assert.InRange(watch.Elapsed, refusal.RetryAfter - TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(Kind.Redis)]
    [InlineData(Kind.Garnet)]
    public async Task ABlock_IsGivenAsFarAsThereIsSomething(Kind kind)
    {
        var store = (await ReplicasAsync(kind, 1))[0];
        Limit[] limits = [Requests("block", 100) with { Wanted = 70 }, Requests("single", 100)];

        var first = await store.AcquireAsync(limits, "1", Minute, Cancellation);
        var second = await store.AcquireAsync(limits, "2", Minute, Cancellation);
        var third = await store.AcquireAsync(limits, "3", Minute, Cancellation);

        Assert.Equal([70, 1], first.Permits!);
        Assert.Equal([30, 1], second.Permits!);
        Assert.Equal(_prefix + "block", third.Refusal?.Limit.Key);
    }

    [Theory]
    [InlineData(Kind.Local)]
    [InlineData(Kind.Redis)]
    [InlineData(Kind.Garnet)]
    public async Task ALeaseThatNobodyEnds_Expires_UnlessItIsRenewed(Kind kind)
    {
        var store = (await ReplicasAsync(kind, 1))[0];
        Limit[] limits = [Concurrent("leases", 2)];
        await store.AcquireAsync(limits, "kept", TimeSpan.FromMilliseconds(500), Cancellation);
        await store.AcquireAsync(limits, "lost", TimeSpan.FromMilliseconds(500), Cancellation);
        Assert.Equal(TimeSpan.FromSeconds(1), (await AcquireAsync(store, limits, "more"))!.RetryAfter);

        await store.RenewAsync(limits, "kept", Minute, Cancellation);

        await Eventually.HoldsAsync(async () => await AcquireAsync(store, limits, "more") is null, "one has expired");
        Assert.NotNull(await AcquireAsync(store, limits, "and more"));
    }

    [Theory]
    [InlineData(Kind.Local)]
    [InlineData(Kind.Redis)]
    [InlineData(Kind.Garnet)]
    public async Task BytesThatWentOut_AreChargedAfterwards(Kind kind)
    {
        var store = (await ReplicasAsync(kind, 1))[0];
        Limit[] limits = [new(LimitScope.Subject, LimitKind.BytesOut, _prefix + "bytes", 1000, Hour / 1000)];
        Assert.Null(await AcquireAsync(store, limits, "1"));
        await store.ReleaseAsync(limits, "1", 900, Cancellation);
        Assert.Null(await AcquireAsync(store, limits, "2"));

        // The answer that exceeds it has gone out; the next has to wait until that has come back.
        await store.ReleaseAsync(limits, "2", 1100, Cancellation);

        var refusal = await AcquireAsync(store, limits, "3");
        Assert.InRange(refusal!.RetryAfter.TotalMinutes, 59, 60.1);
    }

    [Theory]
    [InlineData(Kind.Redis)]
    [InlineData(Kind.Garnet)]
    public async Task WhatIsCounted_IsForgotten(Kind kind)
    {
        var store = (await ReplicasAsync(kind, 1))[0];
        Limit[] limits =
        [
            new(LimitScope.Subject, LimitKind.Requests, _prefix + "r", 10, 1_000_000), Concurrent("c", 5),
            new(LimitScope.Subject, LimitKind.BytesOut, _prefix + "b", 10, 1_000_000),
        ];
        await AcquireAsync(store, limits, "1");
        var database = _connections[0].GetDatabase();
        Assert.InRange((await database.KeyTimeToLiveAsync(_prefix + "r"))!.Value.TotalSeconds, 0.1, 1.1);
        Assert.InRange((await database.KeyTimeToLiveAsync(_prefix + "c"))!.Value.TotalSeconds, 50, 60);

        await store.ReleaseAsync(limits, "1", 7, Cancellation);

        Assert.False(await database.KeyExistsAsync(_prefix + "c"));
        Assert.InRange((await database.KeyTimeToLiveAsync(_prefix + "b"))!.Value.TotalSeconds, 6, 7.1);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }

    private Limit Requests(string key, int most) =>
        new(LimitScope.Subject, LimitKind.Requests, _prefix + key, most, Hour / most);

    private Limit Concurrent(string key, int most) =>
        new(LimitScope.Subject, LimitKind.Concurrency, _prefix + key, most, 0);

    private static async Task<LimitRefusal?> AcquireAsync(ILimitStore store, Limit[] limits, string lease) =>
        (await store.AcquireAsync(limits, lease, Minute, Cancellation)).Refusal;

    private async Task<ILimitStore[]> ReplicasAsync(Kind kind, int count)
    {
        if (kind == Kind.Local)
            return [.. Enumerable.Repeat(new LocalLimitStore(TimeProvider.System), count)];

        var address = kind == Kind.Redis ? servers.Redis : servers.Garnet;
        var stores = new ILimitStore[count];
        for (var i = 0; i < count; i++)
        {
            _connections.Add(await ConnectionMultiplexer.ConnectAsync(address));
            stores[i] = new RedisLimitStore(_connections[^1]);
        }

        return stores;
    }
}
