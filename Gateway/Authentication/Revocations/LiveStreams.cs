using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>
/// The event streams that are open now. A token is looked at when a request begins; a stream of a token that is revoked
/// afterwards would otherwise go on for hours.
/// </summary>
internal sealed class LiveStreams
{
    private readonly ConcurrentDictionary<LiveStream, string> _open = new();

    /// <summary>Registers a stream until the result is disposed of.</summary>
    public IDisposable Add(string tokenId, HttpContext http)
    {
        var stream = new LiveStream(http, ended => _open.TryRemove(ended, out _));
        _open.TryAdd(stream, tokenId);
        return stream;
    }

    /// <summary>Ends the streams of these tokens, and says how many there were.</summary>
    public int Cut(FrozenSet<string> tokenIds)
    {
        var cut = 0;
        foreach (var (stream, tokenId) in _open)
        {
            if (tokenIds.Contains(tokenId) && stream.Cut())
                cut++;
        }

        return cut;
    }
}
