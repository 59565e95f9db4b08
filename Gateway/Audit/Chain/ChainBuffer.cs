using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>Gathers lines that follow from one another, so that they are written with one call.</summary>
internal sealed class ChainBuffer
{
    private const int LongestNumber = 20;

    private static readonly int Lead = ChainLink.HashLength + ChainLink.LineEnd.Length;
    private static readonly int Tail = ChainLink.HashMember.Length + Lead;

    private byte[] _bytes = new byte[64 * 1024];
    private int _length;

    /// <summary>The whole lines.</summary>
    public ReadOnlyMemory<byte> Lines => _bytes.AsMemory(Lead, _length - Lead);

    /// <summary>The hash of the last line.</summary>
    public string Hash => Encoding.ASCII.GetString(_bytes, _length - Lead, ChainLink.HashLength);

    /// <summary>Begins after a line with this hash.</summary>
    public void Begin(string hash)
    {
        Encoding.ASCII.GetBytes(hash, _bytes);
        ChainLink.LineEnd.CopyTo(_bytes, ChainLink.HashLength);
        _length = Lead;
    }

    public void Add(long sequence, ReadOnlySpan<byte> members)
    {
        var needed = _length + ChainLink.SequenceMember.Length + LongestNumber + 1 + members.Length + Tail;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));

        var start = _length - Lead;
        Append(ChainLink.SequenceMember);
        Utf8Formatter.TryFormat(sequence, _bytes.AsSpan(_length), out var digits);
        _length += digits;
        Append(","u8);
        Append(members);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.AsSpan(start, _length - start), hash);
        Append(ChainLink.HashMember);
        Convert.TryToHexStringLower(hash, _bytes.AsSpan(_length), out var written);
        _length += written;
        Append(ChainLink.LineEnd);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
