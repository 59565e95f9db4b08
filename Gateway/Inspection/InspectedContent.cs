using System.Net;

namespace McpAspire.Gateway.Inspection;

/// <summary>A response body that is checked while it is read.</summary>
internal sealed class InspectedContent(HttpContent inner, Func<Stream, Stream> inspect) : HttpContent
{
    protected override async Task<Stream> CreateContentReadStreamAsync() => inspect(await inner.ReadAsStreamAsync());

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var content = await CreateContentReadStreamAsync();
        await content.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
