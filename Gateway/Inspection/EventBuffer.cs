using System.Buffers;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// What is to be sent, in a rented array: committed bytes first, which may go, then those of an event that is not
/// judged yet. Nothing is rented while it is empty, as streams are most of the time.
/// </summary>
internal struct EventBuffer : IDisposable
{
    private const int InitialBytes = 4 * 1024;

    private byte[]? _bytes;
    private int _sent;
    private int _committed;
    private int _length;

    public readonly bool HasCommitted => _committed > _sent;

    /// <summary>How much is held back.</summary>
    public readonly int Held => _length - _committed;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;

        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Commit() => _committed = _length;

    /// <summary>Forgets what is held back.</summary>
    public void Withdraw()
    {
        _length = _committed;
        ReturnIfEmpty();
    }

    /// <summary>Gives committed bytes, as many as fit.</summary>
    public int Send(Span<byte> destination)
    {
        var count = Math.Min(_committed - _sent, destination.Length);
        _bytes.AsSpan(_sent, count).CopyTo(destination);
        _sent += count;
        ReturnIfEmpty();
        return count;
    }

    public void Dispose()
    {
        if (_bytes is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
        this = default;
    }

    private void ReturnIfEmpty()
    {
        if (_sent == _length)
            Dispose();
    }

    private void Reserve(int count)
    {
        if (_bytes is not null && _length + count <= _bytes.Length)
            return;

        var wanted = Math.Max((_length - _sent + count) * 2, InitialBytes);
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        _bytes.AsSpan(_sent, _length - _sent).CopyTo(larger);
        (_length, _committed, _sent) = (_length - _sent, _committed - _sent, 0);
        if (_bytes is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
        _bytes = larger;
    }
}
