using System.Collections.Concurrent;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>
/// The event streams that are open now. A token is looked at when a request begins; a stream of a token that is revoked
/// afterwards would otherwise go on for hours.
/// </summary>
internal sealed class LiveStreams
{
    private readonly ConcurrentDictionary<LiveStream, AccessToken> _open = new();

    /// <summary>Registers a stream until the result is disposed of.</summary>
    public IDisposable Add(AccessToken token, HttpContext http)
    {
        var stream = new LiveStream(http, ended => _open.TryRemove(ended, out _));
        _open.TryAdd(stream, token);
        return stream;
    }

    /// <summary>Ends the streams of tokens that this says no to, and says how many there were.</summary>
    public int Cut(Func<AccessToken, bool> isOver)
    {
        var cut = 0;
        foreach (var (stream, token) in _open)
        {
            if (isOver(token) && stream.Cut())
                cut++;
        }

        return cut;
    }
}
