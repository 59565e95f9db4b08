using System.Net;
using System.Net.Http.Headers;

namespace McpAspire.Gateway.Routing;

/// <summary>
/// A response body whose pieces must follow one another within a limit. Its headers stay where they are, and
/// <see cref="HeadersOf"/> finds them: to copy them costs more than to read the body.
/// </summary>
internal sealed class DeadlineContent(HttpContent inner, Deadline deadline) : HttpContent
{
    private Deadline? _deadline = deadline;

    /// <summary>Until the body has been read, or is not wanted any more.</summary>
    public Deadline Deadline => _deadline ?? throw new ObjectDisposedException(nameof(DeadlineContent));

    /// <summary>The headers that describe the body of a backend's answer.</summary>
    public static HttpContentHeaders HeadersOf(HttpResponseMessage response) =>
        response.Content is DeadlineContent content ? content.Inner.Headers : response.Content.Headers;

    private HttpContent Inner => inner;

    /// <summary>Gives it back once, whoever is through first: the next request may have it already.</summary>
    public void EndDeadline() => Interlocked.Exchange(ref _deadline, null)?.Dispose();

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new DeadlineStream(await inner.ReadAsStreamAsync(), this);

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
            EndDeadline();
        }

        base.Dispose(disposing);
    }
}
