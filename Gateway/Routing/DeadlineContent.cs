using System.Net;

namespace McpAspire.Gateway.Routing;

/// <summary>A response body whose pieces must follow one another within a limit.</summary>
internal sealed class DeadlineContent : HttpContent
{
    private readonly HttpContent _inner;
    private Deadline? _deadline;

    public DeadlineContent(HttpContent inner, Deadline deadline)
    {
        (_inner, _deadline) = (inner, deadline);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            if (values.Count == 1)
                Headers.TryAddWithoutValidation(name, values.ToString());
            else
                Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }
    }

    /// <summary>Until the body has been read, or is not wanted any more.</summary>
    public Deadline Deadline => _deadline ?? throw new ObjectDisposedException(nameof(DeadlineContent));

    /// <summary>Gives it back once, whoever is through first: the next request may have it already.</summary>
    public void EndDeadline() => Interlocked.Exchange(ref _deadline, null)?.Dispose();

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new DeadlineStream(await _inner.ReadAsStreamAsync(), this);

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
            EndDeadline();
        }

        base.Dispose(disposing);
    }
}
