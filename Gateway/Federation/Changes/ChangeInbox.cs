namespace McpAspire.Gateway.Federation.Changes;

/// <summary>What one listener has not heard yet; never more than one of a kind.</summary>
internal sealed class ChangeInbox
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _methods = new(StringComparer.Ordinal);
    private TaskCompletionSource _any = New();

    public void Add(string method)
    {
        lock (_gate)
        {
            _methods.Add(method);
            _any.TrySetResult();
        }
    }

    /// <summary>Waits for at least one, and takes all.</summary>
    public async Task<string[]> TakeAsync(CancellationToken cancellationToken)
    {
        Task any;
        lock (_gate)
        {
            any = _any.Task;
        }

        await any.WaitAsync(cancellationToken);
        lock (_gate)
        {
            string[] methods = [.. _methods];
            _methods.Clear();
            _any = New();
            return methods;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
