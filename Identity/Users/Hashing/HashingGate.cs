using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>
/// Lets so many passwords be hashed at the same time and no more, since each takes tens of megabytes and half a second
/// of every processor. A bounded number waits for a bounded time; the rest is turned away.
/// </summary>
internal sealed class HashingGate(IOptions<PasswordOptions> options) : IDisposable
{
    [ThreadStatic]
    private static bool IsInside;

    private readonly SemaphoreSlim _places = new(options.Value.Argon2.MaxConcurrent);
    private int _waiting;

    /// <summary>Waits for a turn without holding a thread. The work must not await anything.</summary>
    /// <exception cref="HashingBusyException">There was no turn, or whoever asked gave up waiting for it.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken = default)
    {
        Queue();
        try
        {
            if (!await _places.WaitAsync(options.Value.Argon2.WaitLimit, cancellationToken))
                throw new HashingBusyException();
        }
        catch (OperationCanceledException)
        {
            throw new HashingBusyException();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return Work(work);
    }

    /// <summary>
    /// The same for callers of interfaces that cannot wait otherwise. Within the work of another it runs at once.
    /// </summary>
    public T Run<T>(Func<T> work)
    {
        if (IsInside)
            return work();

        Queue();
        try
        {
            if (!_places.Wait(options.Value.Argon2.WaitLimit))
                throw new HashingBusyException();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return Work(work);
    }

    public void Dispose() => _places.Dispose();

    private void Queue()
    {
        if (Interlocked.Increment(ref _waiting) <= options.Value.Argon2.MaxWaiting + _places.CurrentCount)
            return;

        Interlocked.Decrement(ref _waiting);
        throw new HashingBusyException();
    }

    private T Work<T>(Func<T> work)
    {
        IsInside = true;
        try
        {
            return work();
        }
        finally
        {
            IsInside = false;
            _places.Release();
        }
    }
}
