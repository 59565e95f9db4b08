using System.Net;

namespace McpAspire.Gateway.Transport;

/// <summary>A body that is on its way; without a stream there is none.</summary>
internal sealed class ResponseContent : HttpContent
{
    private BodyStream? _body;

    public void Attach(BodyStream body) => _body = body;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult((Stream?)_body ?? Stream.Null);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        (Stream?)_body ?? Stream.Null;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _body?.CopyToAsync(stream) ?? Task.CompletedTask;

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return _body is null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body?.Dispose();
        base.Dispose(disposing);
    }
}
