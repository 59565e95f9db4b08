using System.Buffers.Binary;
using System.Security.Cryptography;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// The hash of a name that comes in pieces: a polynomial over blocks of seven bytes, modulo the prime 2^61 - 1, at a
/// point that is random in each process. Equal names always agree. Names of n bytes that differ agree once in 2^61 / n,
/// whoever chose them, so that comparing hashes is enough and a chosen set of names cannot slow a table down.
/// </summary>
internal struct NameHash
{
    private const int BlockBytes = 7;
    private const ulong Prime = (1UL << 61) - 1;

    private static readonly ulong Point = RandomPoint();

    private ulong _sum;
    private ulong _block;
    private int _count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_count == 0)
        {
            while (bytes.Length > BlockBytes)
            {
                Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes) & 0x00FF_FFFF_FFFF_FFFF);
                bytes = bytes[BlockBytes..];
            }
        }

        foreach (var value in bytes)
        {
            _block |= (ulong)value << (8 * _count);
            if (++_count < BlockBytes)
                continue;

            Add(_block);
            (_block, _count) = (0, 0);
        }
    }

    /// <summary>The hash of all that was appended; what is appended next begins another name.</summary>
    public ulong Finish()
    {
        // The mark above the last bytes tells names apart that differ in trailing NULs only.
        Add(_block | (1UL << (8 * _count)));
        var hash = _sum;
        this = default;
        return hash;
    }

    private void Add(ulong block)
    {
        var high = Math.BigMul(_sum + block, Point, out var low);
        var sum = (low & Prime) + ((low >> 61) | (high << 3));
        _sum = sum >= Prime ? sum - Prime : sum;
    }

    private static ulong RandomPoint()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return (BinaryPrimitives.ReadUInt64LittleEndian(bytes) % (Prime - 2)) + 2;
    }
}
