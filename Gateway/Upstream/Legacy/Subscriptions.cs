using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>What a session is subscribed to at the server, for everybody who listens to it together.</summary>
internal sealed class Subscriptions(LegacyLeg leg, UpstreamLog log)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _subscribed = new(StringComparer.Ordinal);
    private LegacySession? _session;

    /// <summary>Subscribes to what is wanted and not subscribed to yet, and ends the rest.</summary>
    /// <param name="slot">Whose session.</param>
    /// <param name="wantedNow">
    /// What all who listen want together. Read when it is this one's turn: what was wanted before has been seen to by
    /// others, and who has come meanwhile must not lose what was subscribed to for them.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task AlignAsync(
        SessionSlot slot, Func<HashSet<string>> wantedNow, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var (caller, session, wanted) = (slot.Caller, slot.Session, wantedNow());
            if (_session != session)
                _subscribed.Clear();
            _session = session;
            foreach (var uri in wanted.Except(_subscribed).ToArray())
            {
                if (await TryAsync(caller, "resources/subscribe", uri, cancellationToken))
                    _subscribed.Add(uri);
            }

            foreach (var uri in _subscribed.Except(wanted).ToArray())
            {
                _subscribed.Remove(uri);
                await TryAsync(caller, "resources/unsubscribe", uri, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> TryAsync(
        UpstreamCaller caller, string method, string uri, CancellationToken cancellationToken)
    {
        try
        {
            var parameters = Encoding.UTF8.GetBytes($$"""{"uri":"{{JsonEncodedText.Encode(uri)}}"}""");
            using var answer = await leg.CallAsync(
                new UpstreamCall(caller, method, parameters) { Target = uri }, SilentTalk.Instance, cancellationToken);
            return !answer.IsError;
        }
        catch (UpstreamException exception)
        {
            log.ListeningBroke(exception.Refusal.Reason, exception.InnerException?.Message);
            return false;
        }
    }
}
