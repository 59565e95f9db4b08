using System.Buffers;

namespace McpAspire.Gateway.Protocol;

/// <summary>A request body in a rented array: read once, judged there, and forwarded from there.</summary>
internal sealed class PooledBody : IDisposable
{
    private byte[]? _buffer;

    public PooledBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, Length);

    public Memory<byte> Free => Buffer.AsMemory(Length);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(PooledBody));

    public void Advance(int count) => Length += count;

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Free.Length)
            Grow(Math.Max(Length + bytes.Length, Length * 2));
        bytes.CopyTo(Free.Span);
        Length += bytes.Length;
    }

    public void Grow(int capacity)
    {
        var larger = ArrayPool<byte>.Shared.Rent(capacity);
        Buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Buffer);
        _buffer = larger;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
