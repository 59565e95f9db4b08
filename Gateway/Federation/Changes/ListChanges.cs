using System.Runtime.CompilerServices;
using McpAspire.Gateway.Federation.Lists;

namespace McpAspire.Gateway.Federation.Changes;

/// <summary>Tells all who listen that lists have changed: each kind once in an interval, at most.</summary>
internal sealed class ListChanges(TimeProvider time)
{
    /// <summary>What happens in it is told together, at its end.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<ChangeInbox> _inboxes = [];

    public void Publish(ListKind kind)
    {
        lock (_gate)
        {
            foreach (var inbox in _inboxes)
                inbox.Add(kind.Changed);
        }
    }

    /// <summary>The notifications' methods, until cancelled. What happens from the call on is not missed.</summary>
    public IAsyncEnumerable<string> ReadAsync(CancellationToken cancellationToken)
    {
        var inbox = new ChangeInbox();
        lock (_gate)
        {
            _inboxes.Add(inbox);
        }

        return ReadAsync(inbox, cancellationToken);
    }

    private async IAsyncEnumerable<string> ReadAsync(
        ChangeInbox inbox, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                foreach (var method in await inbox.TakeAsync(cancellationToken))
                    yield return method;
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
        finally
        {
            lock (_gate)
            {
                _inboxes.Remove(inbox);
            }
        }
    }
}
