using System.Net;

namespace McpAspire.Gateway.Routing;

/// <summary>A response body whose pieces must follow one another within a limit.</summary>
internal sealed class DeadlineContent : HttpContent
{
    private readonly HttpContent inner;
    private readonly CancellationTokenSource deadline;
    private readonly TimeSpan limit;

    public DeadlineContent(HttpContent inner, CancellationTokenSource deadline, TimeSpan limit)
    {
        this.inner = inner;
        this.deadline = deadline;
        this.limit = limit;
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new DeadlineStream(await inner.ReadAsStreamAsync(), deadline, limit);

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
            inner.Dispose();
            deadline.Dispose();
        }

        base.Dispose(disposing);
    }
}
