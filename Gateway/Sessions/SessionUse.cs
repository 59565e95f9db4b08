using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Authentication.Revocations;
using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Sessions;

/// <summary>An open stream uses its session for as long as it is open, and ends with it.</summary>
internal sealed class SessionUse : IDisposable
{
    private readonly ISessionStore _sessions;
    private readonly AccessToken _caller;
    private readonly McpSession _session;
    private readonly LiveStream _stream;
    private readonly ITimer _timer;

    public SessionUse(
        ISessionStore sessions, McpRequest request, McpSession session, TimeProvider time, TimeSpan period)
    {
        (_sessions, _caller, _session) = (sessions, request.Caller!, session);
        _stream = new LiveStream(request.Http, _ => { });
        _timer = time.CreateTimer(_ => _ = UseAsync(), state: null, period, period);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _stream.Dispose();
    }

    private async Task UseAsync()
    {
        try
        {
            if (await _sessions.FindAsync(_session.Id, _caller, _session.Resource, CancellationToken.None) is null)
                _stream.Cut();
        }
        catch (SharedStateException)
        {
            // Nothing is known: the next time decides, and the session's own idle time goes on.
        }
    }
}
