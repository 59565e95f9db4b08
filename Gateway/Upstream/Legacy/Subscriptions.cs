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
    public async Task AlignAsync(
        UpstreamCaller caller, LegacySession session, HashSet<string> wanted, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
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
