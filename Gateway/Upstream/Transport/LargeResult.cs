using System.Text;
using McpAspire.Gateway.Inspection;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>
/// An answer that is too large to be gathered before any of it is passed on: how it begins, and the rest that is still
/// on its way. It is read piece by piece as strictly as others are as a whole; or gathered after all.
/// </summary>
internal sealed class LargeResult : IDisposable
{
    /// <summary>What is not larger is gathered: it can still become a clean error to the last byte.</summary>
    public const int Threshold = 128 * 1024;

    private readonly UpstreamResponse _response;
    private readonly Stream _stream;
    private readonly MessageScanner _scanner;
    private readonly PooledBody _piece;
    private readonly long _id;
    private readonly int _limit;
    private long _length;

    /// <param name="response">Stays open until this is disposed of.</param>
    /// <param name="stream">Its body, after the beginning.</param>
    /// <param name="beginning">What has been read of it.</param>
    /// <param name="id">The request's id.</param>
    /// <param name="limit">How large the answer may be.</param>
    public LargeResult(UpstreamResponse response, Stream stream, PooledBody beginning, long id, int limit)
    {
        (_response, _stream, _piece, _id, _limit) = (response, stream, beginning, id, limit);
        _scanner = new MessageScanner(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{id}")));
        _length = beginning.Length;
        response.Keep();
    }

    /// <summary>
    /// The beginning, if it says already that this is the answer and a result. Otherwise it has to be gathered, and is
    /// judged then.
    /// </summary>
    public ReadOnlyMemory<byte>? Begin() =>
        _scanner.Scan(_piece.Bytes.Span) && _scanner is { Id: AnswerId.Expected, HasResult: true, HasError: false }
            ? _piece.Bytes
            : default(ReadOnlyMemory<byte>?);

    /// <summary>The next piece, valid until the one after; empty at the end of what was one well-formed answer.</summary>
    /// <exception cref="UpstreamException">It is none.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _piece.Clear();
            var read = await _stream.ReadAsync(_piece.Free, cancellationToken);
            _piece.Advance(read);
            if ((_length += read) > _limit)
                throw ResponseBody.TooLarge();
            if (read > 0 ? !_scanner.Scan(_piece.Bytes.Span) : !_scanner.Conclude())
                throw UpstreamFaults.Unusable(_scanner.Fault!.Message);

            return _piece.Bytes;
        }
        catch (Exception exception)
        {
            throw Failed(ResponseBody.Fault(exception, cancellationToken));
        }
    }

    /// <summary>All of it in memory, as if it were small.</summary>
    /// <exception cref="UpstreamException">It is no answer to the request.</exception>
    public async Task<UpstreamAnswer> GatherAsync(CancellationToken cancellationToken)
    {
        var body = new PooledBody(_response.Content.Headers.ContentLength is { } announced
            ? (int)announced + 1
            : _piece.Length * 2);
        try
        {
            body.Append(_piece.Bytes.Span);
            await ResponseBody.ReadRestAsync(_stream, body, _limit, cancellationToken);
            return AnswerReader.Result(body, _id);
        }
        catch (Exception exception)
        {
            body.Dispose();
            throw Failed(exception);
        }
    }

    /// <summary>Whoever passes it on cannot use it.</summary>
    public UpstreamException Unusable(string why) => (UpstreamException)Failed(UpstreamFaults.Unusable(why));

    public void Dispose()
    {
        _scanner.Dispose();
        _stream.Dispose();
        _response.Release();
        _piece.Dispose();
    }

    private Exception Failed(Exception exception)
    {
        if (exception is UpstreamException upstream)
            _response.Fail(upstream);
        return exception;
    }
}
