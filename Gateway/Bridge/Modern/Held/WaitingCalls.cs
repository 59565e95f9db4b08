using System.Collections.Concurrent;
using McpAspire.Gateway.Bridge.Modern.Inputs;
using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>
/// The calls that wait in this replica for what their clients were asked: so many in all, so many for each client, and
/// each for a while only.
/// </summary>
internal sealed class WaitingCalls(IOptions<McpOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly TimeSpan _patience = options.Value.Bridge.AnswerTimeout;
    private readonly ClientQuota _quota = new(
        options.Value.Bridge.MaxWaitingCalls, options.Value.Bridge.MaxWaitingCallsPerClient);

    public int Count => _waiting.Count;

    /// <summary>
    /// Has a call go on until it has ended, or waits here for what its client is asked; null if there is no place.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="replica">This replica, where the answers have to go.</param>
    /// <param name="capabilities">What the client declared on the request that is open now.</param>
    /// <param name="aborted">Ends the call with that request.</param>
    public async Task<HeldOutcome?> StepAsync(
        HeldCall call, string replica, ReadOnlyMemory<byte> capabilities, CancellationToken aborted)
    {
        HeldOutcome outcome;
        try
        {
            outcome = await call.StepAsync(replica, aborted);
        }
        finally
        {
            call.TalkTo(null);
        }

        if (outcome.Asked is null)
            return outcome;

        // What the client did not declare this time it will never answer, and nobody else would end the call.
        var missing = InputRequests.Read(outcome.Json.Span, capabilities.Span).Missing;
        if (missing is null && TryAdd(call))
            return outcome;

        call.Cancel();
        return missing is null ? null : new HeldOutcome(isError: true, default) { Missing = missing };
    }

    /// <summary>Fetches a call that waits for this round of answers; null for another's as for an unknown one.</summary>
    public HeldCall? Take(string id, string principal, int round)
    {
        if (!_waiting.TryGetValue(id, out var waiting)
            || waiting.Call.Round != round
            || !string.Equals(waiting.Call.Principal, principal, StringComparison.Ordinal)
            || !_waiting.TryRemove(KeyValuePair.Create(id, waiting)))
            return null;

        waiting.Dispose();
        return waiting.Call;
    }

    /// <summary>Lets a call wait; false if there is no place for it. What is not fetched in time ends.</summary>
    private bool TryAdd(HeldCall call)
    {
        if (_quota.TryTake(call.Principal) is not { } place)
            return false;

        var expiry = time.CreateTimer(_ => Expire(call.Id), null, _patience, Timeout.InfiniteTimeSpan);
        _waiting[call.Id] = new Waiting(call, place, expiry);
        return true;
    }

    private void Expire(string id)
    {
        if (!_waiting.TryRemove(id, out var waiting))
            return;

        waiting.Dispose();
        waiting.Call.Cancel();
    }

    private sealed class Waiting(HeldCall call, IDisposable place, ITimer expiry) : IDisposable
    {
        public HeldCall Call { get; } = call;

        public void Dispose()
        {
            expiry.Dispose();
            place.Dispose();
        }
    }
}
