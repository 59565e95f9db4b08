using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace McpAspire.Gateway.Transport;

/// <summary>Gathers a request, so that head and body leave in one piece where they are small.</summary>
internal sealed class RequestOutput(Socket socket) : Stream
{
    private const int Size = 8192;

    private static readonly SearchValues<char> Sendable = SearchValues.Create(
        ['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (char)character)]);

    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(Size);
    private int _length;
    private long _rest;
    private bool _isChunked;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(RequestOutput));

    /// <summary>The body has to be exactly so long; null for one in chunks.</summary>
    public void Promise(long? length) => (_rest, _isChunked) = (length ?? 0, length is null);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(Buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>A line break in a header would begin another one, or another request.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Sendable))
            throw new HttpRequestException("A header has a character that cannot be sent.");

        Reserve(text.Length);
        _length += Encoding.ASCII.GetBytes(text, Buffer.AsSpan(_length));
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isChunked)
            return ChunkAsync(buffer);
        if ((_rest -= buffer.Length) < 0)
            throw new HttpRequestException("The body is longer than announced.");

        return PutAsync(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The body is complete; sends what has not been sent.</summary>
    public ValueTask CompleteAsync()
    {
        if (_isChunked)
            Append("0\r\n\r\n"u8);
        else if (_rest > 0)
            throw new HttpRequestException("The body is shorter than announced.");

        return SendAsync();
    }

    public override void Flush()
    {
    }

    /// <summary>The end of the body is near, and one packet cheaper than two.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _buffer, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
        base.Dispose(disposing);
    }

    private async ValueTask ChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        // An empty chunk would be the last one.
        if (bytes.IsEmpty)
            return;

        Append(bytes.Length.ToString("x", CultureInfo.InvariantCulture));
        Append("\r\n"u8);
        await PutAsync(bytes);
        Append("\r\n"u8);
    }

    private ValueTask PutAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > Buffer.Length - _length)
            return PassAsync(bytes);

        Append(bytes.Span);
        return default;
    }

    private async ValueTask PassAsync(ReadOnlyMemory<byte> bytes)
    {
        await SendAsync();
        await SendAsync(bytes);
    }

    private async ValueTask SendAsync()
    {
        await SendAsync(Buffer.AsMemory(0, _length));
        _length = 0;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
    }

    private void Reserve(int count)
    {
        if (count <= Buffer.Length - _length)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Buffer.Length * 2, _length + count));
        Buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Buffer);
        _buffer = larger;
    }
}
