using System.Buffers;

namespace McpAspire.Gateway.Inspection;

/// <summary>A text that comes in pieces and matters only if it is short; a longer one is not kept.</summary>
internal struct ShortText : IDisposable
{
    /// <summary>As long as ids may be; other texts that matter are shorter.</summary>
    public const int MaxBytes = 1024;

    private byte[]? _bytes;
    private int _length;
    private bool _isTooLong;

    public readonly bool IsEmpty => _length == 0 && !_isTooLong;

    public readonly bool IsWhole => !_isTooLong;

    /// <summary>Empty if it is too long.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _isTooLong ? default : _bytes.AsSpan(0, _length);

    public void Append(ReadOnlySpan<byte> part)
    {
        _isTooLong |= _length + part.Length > MaxBytes;
        if (_isTooLong)
            return;

        _bytes ??= ArrayPool<byte>.Shared.Rent(MaxBytes);
        part.CopyTo(_bytes.AsSpan(_length));
        _length += part.Length;
    }

    public void Clear() => (_length, _isTooLong) = (0, false);

    public void Dispose()
    {
        if (_bytes is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
        this = default;
    }
}
