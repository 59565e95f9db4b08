namespace McpAspire.Gateway.Transport;

/// <summary>
/// A body that ends with its connection, as servers of HTTP/1.0 send it. Whether it is complete only who reads it can
/// tell; a reset is no end.
/// </summary>
internal sealed class CloseBodyStream(TransportConnection connection, in ResponseHead head) : BodyStream(connection, head)
{
    public override async ValueTask<int> ReadAsync(
        Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (IsOver)
            return 0;
        if (Connection.Buffered.IsEmpty && !await Connection.FillAsync(cancellationToken))
        {
            if (IsOver)
                throw Broken("The connection was closed here.");
            End(isReusable: false);
            return 0;
        }

        var count = Math.Min(Connection.Buffered.Length, destination.Length);
        Connection.Buffered.Span[..count].CopyTo(destination.Span);
        Connection.Consume(count);
        return count;
    }
}
