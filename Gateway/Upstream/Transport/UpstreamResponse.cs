using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Routing;
using McpAspire.Gateway.Routing.Health;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>The headers of an answer and the body that may follow; until disposed of, its place is taken.</summary>
internal sealed class UpstreamResponse(
    HttpResponseMessage message, ChosenDestination chosen, ServerTransport transport) : IDisposable
{
    private int _isDisposed;
    private bool _isKept;
    private Verdict _verdict = Verdicts.IsUnavailable((int)message.StatusCode) ? Verdict.Failed : Verdict.Alive;

    /// <summary>Whether what follows says nothing more about the destination.</summary>
    public bool IsDecided
    {
        get;
        init
        {
            field = value && MediaTypes.IsEventStream(message);
            if (field)
                transport.Learn(chosen, Verdict.Alive);
        }
    }

    public int Status => (int)message.StatusCode;

    public HttpContent Content => message.Content;

    public string DestinationId => chosen.Load.Destination.DestinationId;

    public bool IsJson => MediaTypes.IsJson(message);

    public bool IsEventStream { get; } = message.IsSuccessStatusCode && MediaTypes.IsEventStream(message);

    /// <summary>An encoding would hide the message, and let a small answer grow beyond every limit.</summary>
    public bool IsEncoded =>
        message.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encodings)
        && !encodings.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The id of the session that the server opened: visible ASCII (2025-11-25, transports), or it is none.
    /// </summary>
    public string? SessionId =>
        message.Headers.NonValidated.TryGetValues(McpHeaders.SessionId, out var values) && values.Count == 1
        && values.ToString() is { Length: > 0 and <= 1024 } id && !id.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? id
            : null;

    /// <summary>What the destination answered cannot be used. A refusal of 4xx is an answer.</summary>
    public void Fail(UpstreamException exception)
    {
        if (exception.Refusal == UpstreamFaults.Refused || _verdict == Verdict.Failed)
            return;

        var isSlowness = exception.Refusal == BackendFaults.TimedOut && chosen.Evidence == Evidence.NotSlowness;
        _verdict = isSlowness ? Verdict.None : Verdict.Failed;
    }

    /// <summary>Somebody else reads the body to its end, and releases this then.</summary>
    public void Keep() => _isKept = true;

    public void Release()
    {
        _isKept = false;
        Dispose();
    }

    public void Dispose()
    {
        if (_isKept || Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;

        chosen.Load.Leave();
        if (!IsDecided)
            transport.Learn(chosen, _verdict);
        message.Dispose();
    }
}
