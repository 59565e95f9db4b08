using System.Collections.Concurrent;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>
/// Counts requests where all replicas see it, in one step for all limits of a request. While Redis is away, each
/// replica grants a part of every limit on its own: stricter, never unlimited.
/// </summary>
internal sealed partial class RateLimiter : IDisposable
{
    /// <summary>For how long Redis is left alone after it failed, so that not every request waits for it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly RateLimitOptions _options;
    private readonly ILimitStore? _shared;
    private readonly LocalLimitStore _local;
    private readonly RefusedKeys _refused;
    private readonly PermitBlocks _permits;
    private readonly TimeProvider _time;
    private readonly ILogger<RateLimiter> _logger;
    private readonly ConcurrentDictionary<LimitLease, byte> _leases = [];
    private readonly ITimer _renewal;
    private long _failedAt;
    private int _isAlone;

    public RateLimiter(
        IOptions<McpOptions> options, LimitStores stores, TimeProvider time, ILogger<RateLimiter> logger)
    {
        (_options, _shared, _local, _time, _logger) =
            (options.Value.Limits, stores.Shared, stores.Local, time, logger);
        (_refused, _permits) = (new RefusedKeys(time), new PermitBlocks(time));
        var period = _options.LeaseTime / 3;
        _renewal = time.CreateTimer(_ => _ = RenewAsync(), state: null, period, period);
    }

    /// <summary>Whether Redis is configured and away: somebody should look.</summary>
    public bool IsAlone => Volatile.Read(ref _isAlone) == 1;

    /// <summary>Counts a request, before or after it is known whose it is.</summary>
    /// <param name="caller">What it is counted for; scopes that it has nothing of are left out.</param>
    /// <param name="valueOf">
    /// The limit of a scope, such as <see cref="RateLimitOptions.Of"/>, or what an expression says for this caller;
    /// null or empty for none.
    /// </param>
    /// <param name="cancellationToken">The request's end.</param>
    public ValueTask<LimitDecision> AcquireAsync(
        in LimitCaller caller, Func<LimitScope, LimitValue?> valueOf, CancellationToken cancellationToken)
    {
        var isAlone = _shared is not null && IsPausing;
        var limits = LimitList.Of(caller, valueOf, isAlone ? _options.LocalShare : 1);
        if (limits.Count == 0)
            return default;

        return _shared is null || isAlone
            ? AcquireLocallyAsync(limits, cancellationToken)
            : AcquireSharedAsync(caller, valueOf, limits, cancellationToken);
    }

    public void Dispose() => _renewal.Dispose();

    internal async ValueTask ReleaseAsync(LimitLease lease, long bytes)
    {
        _leases.TryRemove(lease, out _);
        try
        {
            await lease.Store.ReleaseAsync(lease.Limits, lease.Id, bytes, CancellationToken.None);
        }
        catch (SharedStateException exception)
        {
            // The lease expires by itself.
            Lose(exception);
        }
    }

    private bool IsPausing => IsAlone && _time.GetElapsedTime(Volatile.Read(ref _failedAt)) < Pause;

    private async ValueTask<LimitDecision> AcquireSharedAsync(
        LimitCaller caller,
        Func<LimitScope, LimitValue?> valueOf,
        IReadOnlyList<Limit> limits,
        CancellationToken cancellationToken)
    {
        if (_permits.Spend(limits) is not { } request)
            return default;

        LimitGrant? grant = null;
        try
        {
            // Whoever goes on though refused costs no way to Redis.
            if (_refused.Find(request.Asked) is { } refusal)
                return new LimitDecision(refusal, null);

            var id = NewLease();
            grant = await _shared!.AcquireAsync(request.Asked, id, _options.LeaseTime, cancellationToken);
            if (Interlocked.Exchange(ref _isAlone, 0) == 1)
                LogBack();
            return Decide(grant.Value, _shared, id, limits);
        }
        catch (SharedStateException exception)
        {
            Lose(exception);
            var stricter = LimitList.Of(caller, valueOf, _options.LocalShare);
            return await AcquireLocallyAsync(stricter, cancellationToken);
        }
        finally
        {
            request.End(grant);
        }
    }

    private async ValueTask<LimitDecision> AcquireLocallyAsync(
        IReadOnlyList<Limit> limits, CancellationToken cancellationToken)
    {
        var id = NewLease();
        return Decide(await _local.AcquireAsync(limits, id, _options.LeaseTime, cancellationToken), _local, id, limits);
    }

    private LimitDecision Decide(in LimitGrant grant, ILimitStore store, string id, IReadOnlyList<Limit> limits)
    {
        if (grant.Refusal is { } refusal)
        {
            _refused.Add(refusal);
            return new LimitDecision(refusal, null);
        }

        Limit[] ending = [.. limits.Where(limit => limit.Kind != LimitKind.Requests)];
        if (ending.Length == 0)
            return default;

        var lease = new LimitLease(this, store, id, ending);
        _leases.TryAdd(lease, 0);
        return new LimitDecision(null, lease);
    }

    private static string NewLease() => Guid.NewGuid().ToString("N");

    private async Task RenewAsync()
    {
        var isLost = false;
        foreach (var (lease, _) in _leases)
        {
            if (isLost && lease.Store == _shared)
                continue;

            try
            {
                await lease.Store.RenewAsync(lease.Limits, lease.Id, _options.LeaseTime, CancellationToken.None);
                // It may have ended meanwhile, and must not live on.
                if (!_leases.ContainsKey(lease))
                    await lease.Store.ReleaseAsync(lease.Limits, lease.Id, 0, CancellationToken.None);
            }
            catch (SharedStateException exception)
            {
                isLost = true;
                Lose(exception);
            }
        }
    }

    private void Lose(SharedStateException exception)
    {
        Volatile.Write(ref _failedAt, _time.GetTimestamp());
        if (Interlocked.Exchange(ref _isAlone, 1) == 0)
            LogAlone(_options.LocalShare, exception.InnerException?.Message);
    }

    [LoggerMessage(
        LogLevel.Error,
        "The gateway's Redis is away: until it is back this replica grants {Share} of each limit on its own: {Cause}")]
    private partial void LogAlone(double share, string? cause);

    [LoggerMessage(LogLevel.Warning, "The gateway's Redis is back: limits are counted for all replicas again")]
    private partial void LogBack();
}
