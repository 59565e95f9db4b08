namespace McpAspire.Gateway.Transport;

/// <summary>A body whose length was announced.</summary>
internal sealed class LengthBodyStream(TransportConnection connection, in ResponseHead head) : BodyStream(connection, head)
{
    private long _rest = head.Length;

    public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        // A wait with nothing in hand would cost a call of the system; the reader holds a buffer for a moment only.
        if (_rest == 0 || destination.IsEmpty)
            return new(0);

        if (destination.Length > _rest)
            destination = destination[..(int)_rest];
        var buffered = Connection.Buffered;
        if (buffered.IsEmpty)
            return ReceiveAsync(destination, cancellationToken);

        var count = Math.Min(buffered.Length, destination.Length);
        buffered.Span[..count].CopyTo(destination.Span);
        Connection.Consume(count);
        return new(Take(count));
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var count = await Connection.ReceiveAsync(destination, cancellationToken);
        return count == 0 ? throw Broken("The response is shorter than announced.") : Take(count);
    }

    private int Take(int count)
    {
        _rest -= count;
        if (_rest == 0)
            End();
        return count;
    }
}
