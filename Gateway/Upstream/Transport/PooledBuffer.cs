using System.Buffers;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>Bytes that have come and are not taken yet, in a rented array.</summary>
internal sealed class PooledBuffer(int capacity) : IDisposable
{
    private byte[]? _array = ArrayPool<byte>.Shared.Rent(capacity);
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Span => Array.AsSpan(_start, Length);

    private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBuffer));

    public void Consume(int count) => _start += count;

    public void Advance(int count) => _end += count;

    /// <summary>Where the next bytes go; at least <paramref name="least"/> of them.</summary>
    public Memory<byte> Free(int least)
    {
        if (_start > 0)
        {
            Span.CopyTo(Array);
            (_start, _end) = (0, Length);
        }

        if (Array.Length - _end < least)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Array.Length * 2, _end + least));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(Array);
            _array = larger;
        }

        return Array.AsMemory(_end);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
