using System.Runtime.CompilerServices;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Listening;

/// <summary>The messages of a stream that belongs to no call, and is silent while nothing happens.</summary>
internal static class StandingStream
{
    /// <summary>Reads until the stream ends or breaks; what is read is valid until the next message.</summary>
    /// <param name="response">The stream.</param>
    /// <param name="limits">How large a message, and how long the silence may be.</param>
    /// <param name="seen">Takes the id of the last event, from which the stream can be resumed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UpstreamException">It says what is no message.</exception>
    public static async IAsyncEnumerable<(JsonRpcMessage Message, ReadOnlyMemory<byte> Text)> ReadAsync(
        UpstreamResponse response,
        LegLimits limits,
        Action<string?>? seen,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (response.IsEncoded)
            throw UpstreamFaults.Unusable("The stream has a content encoding, though none was offered.");

        using var deadline = new ReadDeadline(limits.StreamIdleTimeout, limits.Time, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var events = new EventReader(stream, limits.MaxResultBytes, long.MaxValue);
        while (await NextAsync(events, deadline, cancellationToken))
        {
            seen?.Invoke(events.LastEventId);
            yield return JsonRpcReader.TryRead(events.Data.Span, out var message, out var fault)
                ? (message, events.Data)
                : throw UpstreamFaults.Unusable(fault.Message);
        }
    }

    private static async ValueTask<bool> NextAsync(
        EventReader events, ReadDeadline deadline, CancellationToken cancellationToken)
    {
        deadline.Restart();
        try
        {
            return await events.ReadAsync(deadline.Token);
        }
        catch (IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
