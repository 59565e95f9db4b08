namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>
/// One open event stream. The server uses a context again for the next request, which must not be hit in its place.
/// </summary>
internal sealed class LiveStream(HttpContext http, Action<LiveStream> ended) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _isOver;

    /// <summary>Aborts the request, so that nobody takes the stream for complete; false if it was over.</summary>
    public bool Cut()
    {
        lock (_gate)
        {
            if (_isOver)
                return false;

            _isOver = true;
            http.Abort();
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isOver = true;
        ended(this);
    }
}
