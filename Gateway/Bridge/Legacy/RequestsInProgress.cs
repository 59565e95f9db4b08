using System.Text;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// What this replica works on, by session and id, so that a client can cancel its own requests and nobody else's. The
/// notification may arrive at another replica than the request did.
/// </summary>
internal sealed class RequestsInProgress : IDisposable
{
    private const string CancelTopic = "legacy-cancel";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, CancellationTokenSource>> _sessions =
        new(StringComparer.Ordinal);
    private readonly IReplicaBus _bus;
    private readonly int _limit;
    private readonly IDisposable _told;

    public RequestsInProgress(IReplicaBus bus, IOptions<McpOptions> options)
    {
        _bus = bus;
        _limit = options.Value.LegacyClients.RequestsPerSession;
        _told = bus.Handle(CancelTopic, CancelAsync);
    }

    /// <summary>Takes a request in until it is removed; or says why not.</summary>
    public Refusal? TryAdd(string sessionKey, string id, CancellationTokenSource request)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(sessionKey, out var requests))
                _sessions[sessionKey] = requests = new(StringComparer.Ordinal);
            if (requests.Count >= _limit)
                return LegacyRefusals.TooManyRequests;

            return requests.TryAdd(id, request) ? null : LegacyRefusals.IdInUse;
        }
    }

    public void Remove(string sessionKey, string id)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(sessionKey, out var requests) && requests.Remove(id) && requests.Count == 0)
                _sessions.Remove(sessionKey);
        }
    }

    /// <summary>Cancels a request of that very session, wherever it is; nothing happens if there is none.</summary>
    public async ValueTask CancelAsync(string sessionKey, string id, CancellationToken cancellationToken)
    {
        if (!await CancelHereAsync(sessionKey, id))
            await _bus.TellAllAsync(CancelTopic, Encoding.UTF8.GetBytes($"{sessionKey} {id}"), cancellationToken);
    }

    /// <summary>Cancels all requests of a session that has been closed.</summary>
    public async ValueTask CancelAllAsync(string sessionKey)
    {
        CancellationTokenSource[] requests;
        lock (_gate)
            requests = _sessions.TryGetValue(sessionKey, out var known) ? [.. known.Values] : [];
        foreach (var request in requests)
            await CancelAsync(request);
    }

    public void Dispose() => _told.Dispose();

    private async ValueTask<ReadOnlyMemory<byte>> CancelAsync(ReadOnlyMemory<byte> message, CancellationToken _)
    {
        // The key is base64url and holds no space.
        if (Encoding.UTF8.GetString(message.Span).Split(' ', 2) is [var sessionKey, var id])
            await CancelHereAsync(sessionKey, id);
        return default;
    }

    private async ValueTask<bool> CancelHereAsync(string sessionKey, string id)
    {
        CancellationTokenSource? request;
        lock (_gate)
            request = _sessions.GetValueOrDefault(sessionKey)?.GetValueOrDefault(id);
        if (request is null)
            return false;

        await CancelAsync(request);
        return true;
    }

    private static async ValueTask CancelAsync(CancellationTokenSource request)
    {
        try
        {
            await request.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has just come to its end.
        }
    }
}
