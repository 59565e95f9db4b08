using System.Runtime.CompilerServices;

namespace McpAspire.Gateway.Federation.Changes;

/// <summary>Watches a server as long as somebody listens, once for all of them.</summary>
/// <param name="changes">Tells those who listen.</param>
/// <param name="watch">Watches until cancelled, and never throws.</param>
internal sealed class SharedWatch(ListChanges changes, Func<CancellationToken, Task> watch)
{
    private readonly Lock _gate = new();
    private int _listeners;
    private CancellationTokenSource? _end;

    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = changes.ReadAsync(cancellationToken);
        Join();
        try
        {
            await foreach (var method in heard)
                yield return method;
        }
        finally
        {
            Leave();
        }
    }

    private void Join()
    {
        lock (_gate)
        {
            if (_listeners++ > 0)
                return;

            _end = new CancellationTokenSource();
            var end = _end.Token;
            // It outlives the first who listens, and is not theirs.
            using var nobody = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            _ = Task.Run(() => watch(end), CancellationToken.None);
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_listeners > 0)
                return;

            _end!.Cancel();
            _end = null;
        }
    }
}
