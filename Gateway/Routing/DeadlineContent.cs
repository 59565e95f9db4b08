using System.Net;

namespace McpAspire.Gateway.Routing;

/// <summary>A response body whose pieces must follow one another within a limit.</summary>
internal sealed class DeadlineContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly CancellationTokenSource _deadline;
    private readonly TimeSpan _limit;

    public DeadlineContent(HttpContent inner, CancellationTokenSource deadline, TimeSpan limit)
    {
        _inner = inner;
        _deadline = deadline;
        _limit = limit;
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new DeadlineStream(await _inner.ReadAsStreamAsync(), _deadline, _limit);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var content = await CreateContentReadStreamAsync();
        await content.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        // What the backend announced is among the headers, if it did.
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _deadline.Dispose();
        }

        base.Dispose(disposing);
    }
}
