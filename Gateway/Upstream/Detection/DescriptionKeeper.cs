using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Detection;

/// <summary>
/// What a server said of itself, asked once for everybody: again after a while and when a call has failed, beside the
/// calls; nobody waits for what is known. A failure counts for a moment, so that a dead server costs little.
/// </summary>
internal sealed class DescriptionKeeper(EraDetection detection, LegLimits limits, UpstreamLog log)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDetection = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Task<UpstreamDescription>? _running;
    private volatile UpstreamException? _failure;
    private long _at;
    private volatile UpstreamDescription? _known;
    private volatile bool _isDoubtful;

    /// <summary>The last description, however old; null before the first.</summary>
    public UpstreamDescription? Known => _known;

    /// <summary>The description that counts now.</summary>
    /// <exception cref="UpstreamException">It cannot be found out.</exception>
    public ValueTask<UpstreamDescription> GetAsync(CancellationToken cancellationToken)
    {
        var age = limits.Time.GetElapsedTime(Volatile.Read(ref _at));
        var failure = _failure;
        if (_known is { } known && failure is null)
        {
            if (age > (_isDoubtful ? FailureLifetime : Lifetime))
                Start();
            return new(known);
        }

        if (failure is not null && age < FailureLifetime)
            return ValueTask.FromException<UpstreamDescription>(
                new UpstreamException(failure.Refusal, failure.InnerException));

        return new(Start().WaitAsync(cancellationToken));
    }

    /// <summary>A call has failed: the server may have become another one.</summary>
    public void Doubt() => _isDoubtful = true;

    private Task<UpstreamDescription> Start()
    {
        lock (_gate)
        {
            if (_running is { IsCompleted: false } running)
                return running;

            // It belongs to nobody: neither the first caller's end nor its trace goes with it.
            using var nobody = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            return _running = Task.Run(DetectAsync);
        }
    }

    private async Task<UpstreamDescription> DetectAsync()
    {
        var isFirst = _known is null || _isDoubtful;
        var limit = limits.Timeout < LongestDetection ? limits.Timeout : LongestDetection;
        using var deadline = new CancellationTokenSource(limit, limits.Time);
        try
        {
            var description = await detection.DetectAsync(isFirst, deadline.Token);
            if (_known is not { } known || known.IsLegacy != description.IsLegacy
                || known.IsModern != description.IsModern)
                log.Detected(description.IsModern, description.IsLegacy);
            (_known, _failure, _isDoubtful) = (description, null, false);
            return description;
        }
        catch (OperationCanceledException exception)
        {
            throw Failed(UpstreamFaults.TimedOut(exception));
        }
        catch (UpstreamException exception)
        {
            throw Failed(exception);
        }
        finally
        {
            Volatile.Write(ref _at, limits.Time.GetTimestamp());
        }
    }

    private UpstreamException Failed(UpstreamException exception)
    {
        log.NotDetected(exception.Refusal.Reason, exception.InnerException?.Message);
        (_failure, _isDoubtful) = (exception, true);
        return exception;
    }
}
