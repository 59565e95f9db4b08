namespace McpAspire.Gateway.Transport;

/// <summary>A body in chunks (RFC 9112 section 7.1).</summary>
internal sealed class ChunkedBodyStream(TransportConnection connection, in ResponseHead head)
    : BodyStream(connection, head)
{
    private const int Large = 4096;

    private readonly ChunkReader _chunks = new();

    public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default) =>
        TryRead(destination.Span, out var count) ? new(count) : WaitAsync(destination, cancellationToken);

    private async ValueTask<int> WaitAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (true)
        {
            // A large chunk goes where it is wanted, without a stop in the connection's small buffer.
            if (_chunks.Rest >= Large && !destination.IsEmpty)
            {
                var length = (int)Math.Min(destination.Length, _chunks.Rest);
                var received = await Connection.ReceiveAsync(destination[..length], cancellationToken);
                if (received == 0)
                    throw Cut();
                _chunks.Took(received);
                return received;
            }

            if (!await Connection.FillAsync(cancellationToken))
                throw Cut();
            if (TryRead(destination.Span, out var count))
                return count;
        }
    }

    private bool TryRead(Span<byte> destination, out int count)
    {
        count = 0;
        if (IsOver)
            return true;

        var source = Connection.Buffered.Span;
        bool hasData;
        try
        {
            hasData = _chunks.Read(source, destination, out var consumed, out count);
            Connection.Consume(consumed);
        }
        catch (FramingException)
        {
            Dispose();
            throw;
        }

        if (_chunks.IsOver)
            End();
        return hasData;
    }

    private Exception Cut() => Broken("The response ended within its chunks.");
}
