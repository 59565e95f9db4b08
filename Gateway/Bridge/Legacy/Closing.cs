using System.Text;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Ends a session on DELETE: here, at the other replicas, and at the servers (2025-11-25, session management).
/// </summary>
internal sealed partial class Closing : IDisposable
{
    private const string ClosedTopic = "legacy-closed";
    private static readonly TimeSpan ServersTime = TimeSpan.FromSeconds(5);

    private readonly ISessionStore _sessions;
    private readonly IReplicaBus _bus;
    private readonly IUpstreams _upstreams;
    private readonly RequestsInProgress _requests;
    private readonly NewsStreams _news;
    private readonly TimeProvider _time;
    private readonly ILogger<Closing> _logger;
    private readonly IDisposable _told;

    public Closing(
        ISessionStore sessions,
        IReplicaBus bus,
        IUpstreams upstreams,
        RequestsInProgress requests,
        NewsStreams news,
        TimeProvider time,
        ILogger<Closing> logger)
    {
        (_sessions, _bus, _upstreams) = (sessions, bus, upstreams);
        (_requests, _news, _time, _logger) = (requests, news, time, logger);
        _told = bus.Handle(ClosedTopic, async (key, _) =>
        {
            await EndHereAsync(Encoding.ASCII.GetString(key.Span));
            return default;
        });
    }

    public async Task<Refusal?> CloseAsync(LegacySession session, IServerView view, HttpContext http)
    {
        await _sessions.CloseAsync(session.Record, http.RequestAborted);
        await EndHereAsync(session.Key);
        await _bus.TellAllAsync(ClosedTopic, Encoding.ASCII.GetBytes(session.Key), http.RequestAborted);

        // The session is over whatever the servers say, and however long they take to.
        using var patience = new CancellationTokenSource(ServersTime, _time);
        await Task.WhenAll(view.Servers.Select(server =>
            ForgetAsync(server.Name, _upstreams.Of(server), session, patience.Token)));
        return null;
    }

    public void Dispose() => _told.Dispose();

    private async ValueTask EndHereAsync(string sessionKey)
    {
        await _requests.CancelAllAsync(sessionKey);
        await _news.EndAsync(sessionKey);
    }

    private async Task ForgetAsync(
        string name, IUpstream server, LegacySession session, CancellationToken cancellationToken)
    {
        try
        {
            await server.ForgetAsync(session.Caller, cancellationToken);
        }
        catch (Exception exception) when (exception is UpstreamException or OperationCanceledException)
        {
            LogNotForgotten(name, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Server} did not end the session of a client that left: {Reason}")]
    private partial void LogNotForgotten(string server, string reason);
}
