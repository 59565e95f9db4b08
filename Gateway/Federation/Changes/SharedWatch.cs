using System.Runtime.CompilerServices;

namespace McpAspire.Gateway.Federation.Changes;

/// <summary>Watches a server as long as somebody listens, once for all of them.</summary>
/// <param name="changes">Tells those who listen.</param>
/// <param name="watch">
/// Watches until cancelled, and never throws; says when it hears the server, or could not at first.
/// </param>
internal sealed class SharedWatch(ListChanges changes, Func<Action, CancellationToken, Task> watch)
{
    private readonly Lock _gate = new();
    private int _listeners;
    private CancellationTokenSource? _end;
    private TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async IAsyncEnumerable<string> ReadAsync(
        Action? begun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = changes.ReadAsync(cancellationToken);
        var beginning = Join();
        try
        {
            if (begun is not null)
                _ = TellAsync(beginning, begun);
            await foreach (var method in heard)
                yield return method;
        }
        finally
        {
            Leave();
        }
    }

    private static async Task TellAsync(Task beginning, Action begun)
    {
        await beginning;
        begun();
    }

    private Task Join()
    {
        lock (_gate)
        {
            if (_listeners++ > 0)
                return _begun.Task;

            _end = new CancellationTokenSource();
            _begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var (begun, end) = (_begun, _end.Token);
            // It outlives the first who listens, and is not theirs.
            using var nobody = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            _ = Task.Run(() => watch(() => begun.TrySetResult(), end), CancellationToken.None);
            return begun.Task;
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
