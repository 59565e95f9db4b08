using System.Buffers.Text;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>A line of a segment, taken apart but not believed.</summary>
internal readonly ref struct ChainLine
{
    public long Sequence { get; private init; }

    /// <summary>What the hash is of, besides the line before.</summary>
    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>The members after the sequence.</summary>
    public ReadOnlySpan<byte> Members { get; private init; }

    public ReadOnlySpan<byte> Hash { get; private init; }

    /// <summary>
    /// Reads a line without its line feed; false unless it is, to the byte, as the gateway writes lines.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out ChainLine row)
    {
        row = default;
        var end = ChainLink.HashMember.Length + ChainLink.HashLength + 2;
        if (line.Length < ChainLink.SequenceMember.Length + 2 + end
            || !line.StartsWith(ChainLink.SequenceMember)
            || !line.EndsWith("\"}"u8)
            || !line[^end..].StartsWith(ChainLink.HashMember))
            return false;

        var content = line[..^end];
        var number = content[ChainLink.SequenceMember.Length..];
        if (number[0] is < (byte)'1' or > (byte)'9'
            || !Utf8Parser.TryParse(number, out long sequence, out var digits)
            || digits >= number.Length
            || number[digits] != (byte)',')
            return false;

        row = new ChainLine
        {
            Sequence = sequence,
            Content = content,
            Members = number[(digits + 1)..],
            Hash = line.Slice(content.Length + ChainLink.HashMember.Length, ChainLink.HashLength),
        };
        return true;
    }
}
