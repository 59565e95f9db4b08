using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>
/// Fetches the rest of a stream that ended before the answer, as a server may want it that polls instead of streaming
/// (SEP-1699), or because the connection broke. Only events after the last one seen come, so nothing comes twice.
/// </summary>
internal sealed class Resumption(ServerTransport transport, LegacySession session, LegLimits limits)
{
    private const int MaxFutile = 5;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    public async Task<UpstreamAnswer> ReadAsync(CallStream stream, CancellationToken cancellationToken)
    {
        for (var futile = 0; futile < MaxFutile; futile++)
        {
            if (stream.LastEventId is not { } last)
                throw UpstreamFaults.Unusable("The event stream ended without an answer.");
            if (limits.Time.GetElapsedTime(stream.LastMessageAt) > limits.Timeout)
                throw UpstreamFaults.TimedOut();

            await Task.Delay(Pause(stream.Retry), limits.Time, cancellationToken);
            if (await TryReadAsync(stream, last, cancellationToken) is { } answer)
                return answer;
            if (stream.LastEventId != last)
                futile = 0;
        }

        throw UpstreamFaults.Unusable("The event stream cannot be resumed.");
    }

    private async Task<UpstreamAnswer?> TryReadAsync(
        CallStream stream, string lastEventId, CancellationToken cancellationToken)
    {
        using var request = LegacyRequest.Get(session, lastEventId);
        UpstreamResponse response;
        try
        {
            response = await transport.SendAsync(request, session.Destination, Evidence.Any, cancellationToken);
        }
        catch (UpstreamException exception) when (exception.Refusal == Routing.BackendFaults.Unreachable)
        {
            return null;
        }

        using (response)
        {
            return response.IsEventStream
                ? await stream.ReadAsync(response, cancellationToken)
                : throw UpstreamFaults.Unusable($"The event stream cannot be resumed: HTTP status {response.Status}");
        }
    }

    private static TimeSpan Pause(TimeSpan? wanted) =>
        wanted is not { } pause ? Usual : pause < Shortest ? Shortest : pause > Longest ? Longest : pause;
}
