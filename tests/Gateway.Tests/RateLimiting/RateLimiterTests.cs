using System.Net;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.RateLimiting;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace McpAspire.Gateway.Tests.RateLimiting;

public sealed class RateLimiterTests : IDisposable
{
    private static readonly LimitCaller Caller = new()
    {
        Address = IPAddress.Loopback,
        Subject = "subject-1",
        ClientId = "client-1",
        Server = "everything",
        Tool = "echo",
    };

    private readonly FakeTimeProvider _time = new();
    private readonly LogRecorder _log = new();
    private RateLimitOptions _options = new();
    private RateLimiter? _limiter;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithoutLimits_NothingIsCounted()
    {
        var decision = await AcquireAsync(Caller);

        Assert.Null(decision.Refusal);
        Assert.Null(decision.Lease);
    }

    [Theory]
    [InlineData("Address")]
    [InlineData("Subject")]
    [InlineData("Client")]
    [InlineData("Server")]
    [InlineData("Tool")]
    public async Task EachScope_CountsItsOwn(string name)
    {
        var scope = Enum.Parse<LimitScope>(name);
        var value = new LimitValue { Requests = 2 };
        LimitValue? ValueOf(LimitScope asked) => asked == scope ? value : null;
        var other = scope switch
        {
            LimitScope.Address => Caller with { Address = IPAddress.Parse("10.0.0.7") },
            LimitScope.Subject => Caller with { Subject = "subject-2" },
            LimitScope.Client => Caller with { ClientId = "client-2" },
            LimitScope.Server => Caller with { Server = "notes" },
            _ => Caller with { Tool = "add" },
        };
        var limiter = Limiter();
        for (var i = 0; i < 2; i++)
            Assert.Null((await limiter.AcquireAsync(Caller, ValueOf, Cancellation)).Refusal);

        var refusal = (await limiter.AcquireAsync(Caller, ValueOf, Cancellation)).Refusal;

        Assert.Equal(scope, refusal?.Limit.Scope);
        Assert.InRange(refusal!.RetryAfter.TotalSeconds, 29, 30);
        Assert.Null((await limiter.AcquireAsync(other, ValueOf, Cancellation)).Refusal);
        _time.Advance(refusal.RetryAfter);
        Assert.Null((await limiter.AcquireAsync(Caller, ValueOf, Cancellation)).Refusal);
        Assert.NotNull((await limiter.AcquireAsync(Caller, ValueOf, Cancellation)).Refusal);
    }

    [Fact]
    public async Task AServerAndATool_MayHaveALimitForEachSubject()
    {
        _options = new RateLimitOptions { Tool = new LimitValue { Requests = 1, PerSubject = true } };
        Assert.Null((await AcquireAsync(Caller)).Refusal);
        Assert.NotNull((await AcquireAsync(Caller)).Refusal);

        Assert.Null((await AcquireAsync(Caller with { Subject = "subject-2" })).Refusal);
    }

    [Fact]
    public async Task WhatIsNotKnownYet_IsNotCounted()
    {
        _options = new RateLimitOptions
        {
            Address = new LimitValue { Requests = 1 },
            Subject = new LimitValue { Requests = 1 },
        };
        Assert.Null((await AcquireAsync(new LimitCaller { Subject = "subject-1" })).Refusal);
        Assert.Null((await AcquireAsync(new LimitCaller { Address = IPAddress.Loopback })).Refusal);
        Assert.NotNull((await AcquireAsync(new LimitCaller { Subject = "subject-1" })).Refusal);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")]
    [InlineData("10.0.0.7", "::ffff:10.0.0.7")]
    public async Task AddressesOfOneCaller_CountTogether(string one, string other)
    {
        _options = new RateLimitOptions { Address = new LimitValue { Requests = 1 } };
        Assert.Null((await AcquireAsync(new LimitCaller { Address = IPAddress.Parse(one) })).Refusal);

        Assert.NotNull((await AcquireAsync(new LimitCaller { Address = IPAddress.Parse(other) })).Refusal);
        Assert.Null((await AcquireAsync(new LimitCaller { Address = IPAddress.Parse("2001:db8:1:3::1") })).Refusal);
    }

    [Fact]
    public async Task ARequestThatGoesOn_CountsUntilItIsReleased()
    {
        _options = new RateLimitOptions { Subject = new LimitValue { Concurrency = 1 } };
        var first = await AcquireAsync(Caller);
        // For longer than a lease: a stream that stays open is renewed.
        for (var i = 0; i < 9; i++)
            _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(LimitKind.Concurrency, (await AcquireAsync(Caller)).Refusal?.Limit.Kind);

        await first.Lease!.ReleaseAsync(0);
        await first.Lease.ReleaseAsync(0);

        Assert.Null((await AcquireAsync(Caller)).Refusal);
    }

    [Fact]
    public async Task WhatWentOut_IsChargedWhenItIsReleased()
    {
        _options = new RateLimitOptions { Subject = new LimitValue { BytesOut = 1000 } };
        var first = await AcquireAsync(Caller);
        await first.Lease!.ReleaseAsync(2000);

        Assert.Equal(LimitKind.BytesOut, (await AcquireAsync(Caller)).Refusal?.Limit.Kind);
    }

    [Fact]
    public async Task WhileRedisIsAway_AReplicaGrantsAPartAndSaysSo()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(
            new ConfigurationOptions
            {
                EndPoints = { redis.ConnectionString },
                BacklogPolicy = BacklogPolicy.FailFast,
                ReconnectRetryPolicy = new LinearRetry(50),
            });
        _options = new RateLimitOptions { Subject = new LimitValue { Requests = 40, Window = TimeSpan.FromHours(1) } };
        var limiter = Limiter(new RedisLimitStore(connection));
        Assert.Equal(10, await GrantedAsync(10));

        await redis.StopAsync();
        Assert.Equal(10, await GrantedAsync(100));
        Assert.True(limiter.IsAlone);
        await _log.SaysAsync("Error: The gateway's Redis is away: until it is back this replica grants 0.25 of each limit");

        await redis.StartAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(2));
                return (await AcquireAsync(Caller with { Subject = "another" })).Refusal is null && !limiter.IsAlone;
            },
            "limits are shared again");
        await _log.SaysAsync("is back");
        // That redis-server has forgotten what it counted.
        Assert.Equal(40, await GrantedAsync(100));
    }

    [Fact]
    public async Task ReplicasThatTakePermitsInBlocks_GrantExactlyWhatThereIs()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var connection = await redis.ConnectAsync();
        _options = new RateLimitOptions
        {
            Subject = new LimitValue { Requests = 5000, Window = TimeSpan.FromDays(1) },
            Server = new LimitValue { Requests = 20_000, Window = TimeSpan.FromDays(1) },
        };
        var counting = new CountingWay(new RedisLimitStore(connection));
        var replicas = Enumerable.Range(0, 3).Select(_ => Limiter(counting)).ToArray();

        var granted = await Task.WhenAll(Enumerable.Range(0, 24).Select(caller => Task.Run(
            async () =>
            {
                var count = 0;
                for (var i = 0; i < 600; i++)
                    count += await IsGrantedAsync(replicas[caller % 3]) ? 1 : 0;
                return count;
            },
            Cancellation)));

        Assert.Equal(5000, granted.Sum());
        Assert.InRange(counting.Asked, 1, 2500);
    }

    [Fact]
    public async Task ASlowCaller_LosesNoPermitsToBlocks()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var connection = await redis.ConnectAsync();
        _options = new RateLimitOptions { Subject = new LimitValue { Requests = 200, Window = TimeSpan.FromDays(1) } };
        var limiter = Limiter(new RedisLimitStore(connection));
        for (var i = 0; i < 200; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            Assert.Null((await limiter.AcquireAsync(Caller, _options.Of, Cancellation)).Refusal);
        }

        Assert.NotNull((await limiter.AcquireAsync(Caller, _options.Of, Cancellation)).Refusal);
    }

    [Fact]
    public async Task AFloodThatIsRefused_CostsNoWayToRedis()
    {
        var store = new CountingStore();
        _options = new RateLimitOptions { Address = new LimitValue { Requests = 1 } };
        _limiter = Limiter(store);

        for (var i = 0; i < 1000; i++)
            Assert.NotNull((await AcquireAsync(Caller)).Refusal);
        Assert.Equal(1, store.Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        await AcquireAsync(Caller);
        Assert.Equal(2, store.Asked);
    }

    [Fact]
    public async Task WhoReadsTheSharedState_LearnsNoNames()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var connection = await redis.ConnectAsync();
        var value = new LimitValue { Requests = 5, Concurrency = 5, BytesOut = 5 };
        _options = new RateLimitOptions { Address = value, Subject = value, Client = value, Server = value, Tool = value };
        _limiter = Limiter(new RedisLimitStore(connection));
        var decision = await AcquireAsync(Caller);
        await decision.Lease!.ReleaseAsync(1);
        await AcquireAsync(Caller);

        var keys = connection.GetServer(redis.ConnectionString).Keys().Select(key => (string?)key).ToList();

        Assert.Equal(15, keys.Count);
        Assert.All(keys, key => Assert.Matches("^gw:limit:[a-z]+:[A-Za-z0-9_-]{22}:[rcb]$", key));
    }

    [Fact]
    public void ARefusal_Is429WithWhenToComeBack()
    {
        var limit = new Limit(LimitScope.Tool, LimitKind.BytesOut, "gw:limit:t:x:b", 1, 1);

        var refusal = LimitRefusals.Of(new LimitRefusal(limit, TimeSpan.FromSeconds(1.2)));

        Assert.Equal(429, refusal.Status);
        Assert.Equal(TimeSpan.FromSeconds(2), refusal.RetryAfter);
        Assert.Equal("limit_tool_bytes", refusal.Reason);
        Assert.DoesNotContain("tool", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _limiter?.Dispose();

    private RateLimiter Limiter(ILimitStore? shared = null) => _limiter = new RateLimiter(
        Options.Create(new McpOptions { Limits = _options }),
        new LimitStores(shared, new LocalLimitStore(_time)),
        _time,
        new LoggerFactory([_log]).CreateLogger<RateLimiter>());

    private ValueTask<LimitDecision> AcquireAsync(LimitCaller caller) =>
        (_limiter ?? Limiter()).AcquireAsync(caller, _options.Of, Cancellation);

    private async Task<bool> IsGrantedAsync(RateLimiter limiter) =>
        (await limiter.AcquireAsync(Caller, _options.Of, Cancellation)).Refusal is null;

    private async Task<int> GrantedAsync(int requests)
    {
        var granted = 0;
        for (var i = 0; i < requests; i++)
            granted += (await AcquireAsync(Caller)).Refusal is null ? 1 : 0;
        return granted;
    }

    /// <summary>Counts how often a store is asked.</summary>
    private sealed class CountingWay(ILimitStore store) : ILimitStore
    {
        private int _asked;

        public int Asked => _asked;

        public ValueTask<LimitGrant> AcquireAsync(
            IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return store.AcquireAsync(limits, lease, leaseTime, cancellationToken);
        }

        public ValueTask ReleaseAsync(
            IReadOnlyList<Limit> limits, string lease, long bytes, CancellationToken cancellationToken) =>
            store.ReleaseAsync(limits, lease, bytes, cancellationToken);

        public ValueTask RenewAsync(
            IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken) =>
            store.RenewAsync(limits, lease, leaseTime, cancellationToken);
    }

    /// <summary>Refuses everything, and counts how often it is asked.</summary>
    private sealed class CountingStore : ILimitStore
    {
        public int Asked { get; private set; }

        public ValueTask<LimitGrant> AcquireAsync(
            IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken)
        {
            Asked++;
            return new(new LimitGrant(new LimitRefusal(limits[0], TimeSpan.FromMinutes(1))));
        }

        public ValueTask ReleaseAsync(
            IReadOnlyList<Limit> limits, string lease, long bytes, CancellationToken cancellationToken) => default;

        public ValueTask RenewAsync(
            IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken) => default;
    }
}
