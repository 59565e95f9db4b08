using System.Runtime.InteropServices;

namespace McpAspire.Gateway.Bridge;

/// <summary>Counts what is open, in all and for each principal, so that nobody takes what belongs to all.</summary>
internal sealed class ClientQuota(int limit, int limitPerPrincipal)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private int _total;

    /// <summary>Takes a place until the result is disposed of; null if there is none.</summary>
    public IDisposable? TryTake(string principal)
    {
        lock (_gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, principal, out _);
            if (_total < limit && count < limitPerPrincipal)
            {
                _total++;
                count++;
                return new Place(this, principal);
            }

            if (count == 0)
                _open.Remove(principal);
            return null;
        }
    }

    private void Release(string principal)
    {
        lock (_gate)
        {
            _total--;
            if (--CollectionsMarshal.GetValueRefOrNullRef(_open, principal) == 0)
                _open.Remove(principal);
        }
    }

    private sealed class Place(ClientQuota quota, string principal) : IDisposable
    {
        private bool _isReleased;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isReleased, true))
                quota.Release(principal);
        }
    }
}
