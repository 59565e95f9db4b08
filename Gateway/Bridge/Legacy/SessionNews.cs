using System.Text;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// The GET streams that a session has at this replica, and what is told on them: changed lists, updated resources. Each
/// message goes to one stream only, also when another replica has streams of the session: one of them tells.
/// </summary>
internal sealed class SessionNews(
    LegacySession session,
    IServerView view,
    ISharedState shared,
    IReplicaBus bus,
    ResourceUpdates updates,
    TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<EventLog> _streams = [];
    private readonly CancellationTokenSource _end = new();
    private readonly byte[] _lease = Encoding.ASCII.GetBytes($"{bus.ReplicaId} {Guid.NewGuid():N}");
    private CancellationTokenSource _changed = new();
    private Subscribed _subscribed = Subscribed.Of(session);
    private TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isToldElsewhere;
    private Task _telling = Task.CompletedTask;

    private string LeaseKey => LeaseKeyOf(session.Key);

    /// <summary>Who holds it tells; it begins with that replica's id and a space.</summary>
    public static string LeaseKeyOf(string sessionKey) => "gw:news:" + sessionKey;

    public bool IsToldElsewhere
    {
        get { lock (_gate) return _isToldElsewhere; }
    }

    /// <summary>Takes a stream in unless there are too many; streams that nobody reads make room.</summary>
    public bool TryAdd(EventLog stream, int limit)
    {
        lock (_gate)
        {
            if (_streams.Count >= limit && _streams.RemoveAll(known => !known.IsRead) == 0)
                return false;

            _streams.Add(stream);
            if (_streams.Count == 1 && _telling.IsCompleted)
                _telling = TellAsync(_end.Token);
            return true;
        }
    }

    /// <summary>Says whether that was the last one.</summary>
    public bool Remove(EventLog stream)
    {
        lock (_gate)
        {
            _streams.Remove(stream);
            return _streams.Count == 0;
        }
    }

    /// <summary>
    /// The session says something else now; what is listened to follows. Completes when the servers are listened to
    /// for it, or could not be, and at once if that is another replica's part.
    /// </summary>
    public Task FollowAsync(Subscribed subscribed)
    {
        CancellationTokenSource before;
        Task heard;
        lock (_gate)
        {
            // Requests that change it at once, and other replicas, tell of it in any order.
            if (_end.IsCancellationRequested || subscribed.Version <= _subscribed.Version)
                return _heard.Task;

            _subscribed = subscribed;
            before = _changed;
            _changed = new CancellationTokenSource();
            // Who waits for an earlier version waits for this one, which has what that had.
            if (_heard.Task.IsCompleted && !_isToldElsewhere)
                _heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            heard = _heard.Task;
        }

        before.Cancel();
        before.Dispose();
        return heard;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _end.Cancel();
            _heard.TrySetResult();
        }

        await _telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _changed.Dispose();
    }

    /// <summary>
    /// Whatever ends it, the shared state that is away above all, it begins anew: news must not cease while a stream is
    /// open. That the state is away is told where requests need it.
    /// </summary>
    private async Task TellAsync(CancellationToken end)
    {
        await Task.Yield();
        while (!end.IsCancellationRequested)
        {
            try
            {
                await TellOnceAsync(end);
            }
            catch (Exception exception) when (exception is SharedStateException or UpstreamException)
            {
                // Begun anew below.
            }

            await Task.Delay(Renewal, time, end);
        }
    }

    private async Task TellOnceAsync(CancellationToken end)
    {
        while (!await TryLeadAsync(end))
        {
            SetToldElsewhere(true);
            await Task.Delay(Renewal, time, end);
        }

        SetToldElsewhere(false);
        using var together = CancellationTokenSource.CreateLinkedTokenSource(end);
        Task[] parts = [LeadAsync(together.Token), TellChangesAsync(together.Token), TellUpdatesAsync(together.Token)];
        try
        {
            await await Task.WhenAny(parts);
        }
        finally
        {
            await together.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await shared.TryRemoveAsync(LeaseKey, _lease, CancellationToken.None);
        }
    }

    private ValueTask<bool> TryLeadAsync(CancellationToken end) =>
        shared.TryAddAsync(LeaseKey, _lease, Lease, end);

    /// <summary>Comes back when the lease is another's, or may be.</summary>
    private async Task LeadAsync(CancellationToken end)
    {
        var renewed = time.GetTimestamp();
        while (time.GetElapsedTime(renewed) < Lease - Renewal)
        {
            await Task.Delay(Renewal, time, end);
            var now = time.GetTimestamp();
            try
            {
                if (!await shared.TryReplaceAsync(LeaseKey, _lease, _lease, Lease, end) && !await TryLeadAsync(end))
                    return;

                renewed = now;
            }
            catch (SharedStateException)
            {
                // It may be back before the lease has run out.
            }
        }
    }

    private async Task TellChangesAsync(CancellationToken end)
    {
        await foreach (var method in view.ChangesAsync(begun: null, end))
            await SayAsync(method, default);
    }

    private async Task TellUpdatesAsync(CancellationToken end)
    {
        while (true)
        {
            Subscribed subscribed;
            CancellationToken changed;
            lock (_gate)
                (subscribed, changed) = (_subscribed, _changed.Token);

            using var either = CancellationTokenSource.CreateLinkedTokenSource(end, changed);
            try
            {
                await updates.ListenAsync(
                    subscribed.Uris,
                    session.Caller,
                    view,
                    parameters => SayAsync(ResourceUpdates.Method, parameters),
                    () => SetHeard(subscribed),
                    either.Token);
                await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token);
            }
            catch (OperationCanceledException) when (!end.IsCancellationRequested)
            {
                // Listened to anew, with what the session says now.
            }
        }
    }

    private void SetHeard(Subscribed subscribed)
    {
        lock (_gate)
        {
            if (subscribed.Version == _subscribed.Version)
                _heard.TrySetResult();
        }
    }

    private void SetToldElsewhere(bool isToldElsewhere)
    {
        lock (_gate)
        {
            _isToldElsewhere = isToldElsewhere;
            if (isToldElsewhere)
                _heard.TrySetResult();
        }
    }

    /// <summary>On a stream that somebody reads if there is one; else on one that may be come back to.</summary>
    private ValueTask SayAsync(string method, ReadOnlyMemory<byte> parameters)
    {
        EventLog? stream;
        lock (_gate)
            stream = _streams.Find(known => known.IsRead) ?? _streams.FirstOrDefault();
        return stream?.AppendAsync(LegacyMessages.Notification(method, parameters.Span)) ?? default;
    }
}
