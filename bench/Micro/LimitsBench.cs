using System.Diagnostics;
using System.Globalization;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.RateLimiting;
using McpAspire.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace McpAspire.Micro;

/// <summary>What counting a request costs: 64 callers at once, none of them refused.</summary>
internal static class LimitsBench
{
    private const int Callers = 64;

    private static readonly TimeSpan Cell = TimeSpan.FromSeconds(3);

    private static readonly LimitValue Requests = new() { Requests = 5_000_000, Window = TimeSpan.FromSeconds(10) };
    private static readonly LimitValue Everything =
        Requests with { Concurrency = 1000, BytesOut = 1L << 40 };

    public static async Task RunAsync()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var connection = await redis.ConnectAsync();
        var shared = new RedisLimitStore(connection);

        Console.WriteLine("| limits | requests/s | p50 us | p99 us | CPU us | bytes |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        await MeasureAsync("requests of 4 scopes, this process", store: null, Requests);
        await MeasureAsync("requests of 4 scopes, Redis, in blocks", shared, Requests);
        await MeasureAsync("requests of 4 scopes, Redis, one by one", new OneByOne(shared), Requests);
        await MeasureAsync("requests, concurrency and bytes of 4 scopes, Redis", shared, Everything);
    }

    private static async Task MeasureAsync(string name, ILimitStore? store, LimitValue value)
    {
        using var limiter = new RateLimiter(
            Options.Create(new McpOptions()),
            new LimitStores(store, new LocalLimitStore(TimeProvider.System)),
            TimeProvider.System,
            NullLogger<RateLimiter>.Instance);
        await LoadAsync(limiter, value, TimeSpan.FromSeconds(1));
        var cpu = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var waits = await LoadAsync(limiter, value, Cell);
        waits.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {waits.Count / Cell.TotalSeconds:F0} | {waits[waits.Count / 2]:F1} "
            + $"| {waits[(int)(waits.Count * 0.99)]:F1} "
            + $"| {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / waits.Count:F1} "
            + $"| {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / waits.Count} |"));
    }

    private static async Task<List<double>> LoadAsync(RateLimiter limiter, LimitValue value, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, Callers).Select(number => Task.Run(async () =>
        {
            var own = new List<double>(100_000);
            var caller = new LimitCaller
            {
                Subject = $"subject-{number % 8}",
                ClientId = "https://client.example/metadata",
                Server = "everything",
                Tool = "echo",
            };
            while (watch.Elapsed < time)
            {
                var since = Stopwatch.GetTimestamp();
                var decision = await limiter.AcquireAsync(caller, _ => value, default);
                own.Add(Stopwatch.GetElapsedTime(since).TotalMicroseconds);
                if (decision.Refusal is not null)
                    throw new InvalidOperationException($"{decision.Refusal.Limit} refused.");
                if (decision.Lease is { } lease)
                    await lease.ReleaseAsync(100);
                else if (own.Count % 100 == 0)
                    await Task.Yield();
            }

            return own;
        })));
        return [.. waits.SelectMany(own => own)];
    }

    /// <summary>Gives one permit at a time, as callers get them that are slow.</summary>
    private sealed class OneByOne(ILimitStore store) : ILimitStore
    {
        public ValueTask<LimitGrant> AcquireAsync(
            IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken) =>
            store.AcquireAsync([.. limits.Select(limit => limit with { Wanted = 1 })], lease, leaseTime, cancellationToken);

        public ValueTask ReleaseAsync(
            IReadOnlyList<Limit> limits, string lease, long bytes, CancellationToken cancellationToken) =>
            store.ReleaseAsync(limits, lease, bytes, cancellationToken);

        public ValueTask RenewAsync(
            IReadOnlyList<Limit> limits, string lease, TimeSpan leaseTime, CancellationToken cancellationToken) =>
            store.RenewAsync(limits, lease, leaseTime, cancellationToken);
    }
}
