using System.Net;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>A message to a server, from a rented array.</summary>
internal sealed class PooledContent : HttpContent
{
    private readonly PooledBody _text;
    private bool _isSent;

    public PooledContent(PooledBody text)
    {
        _text = text;
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_text.Bytes, cancellationToken);
        _isSent = true;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _text.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        // A write that was given up may still be reading the array; then it must not serve another call.
        if (disposing && Volatile.Read(ref _isSent))
            _text.Dispose();
        base.Dispose(disposing);
    }
}
