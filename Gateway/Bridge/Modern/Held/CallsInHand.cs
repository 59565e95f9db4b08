using System.Collections.Concurrent;

namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>Calls that go on in this replica for a client whose request is open at another one.</summary>
internal sealed class CallsInHand
{
    private readonly ConcurrentDictionary<string, HeldCall> _calls = new(StringComparer.Ordinal);

    public IDisposable Add(HeldCall call)
    {
        _calls[call.Id] = call;
        return new Entry(() => _calls.TryRemove(KeyValuePair.Create(call.Id, call)));
    }

    public void Cancel(string id)
    {
        if (_calls.TryGetValue(id, out var call))
            call.Cancel();
    }

    private sealed class Entry(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
