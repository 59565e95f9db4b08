using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Gateway.Audit.Chain;

namespace McpAspire.Gateway.Audit.Verification;

/// <summary>Follows the chain through segments, row by row, and stops at the first row that does not follow.</summary>
internal sealed class SegmentScan(AuditPublicKey key)
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The hash of the last row; where a scan begins in the middle of a trail, what its header says.</summary>
    public string? Hash { get; private set; }

    /// <summary>The number of the last row; 0 if it is not known.</summary>
    public long Sequence { get; private set; }

    /// <summary>Whether the last row is the seal of its segment.</summary>
    public bool IsSealed { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Rows of the trail about itself that somebody should look at, such as what was recovered.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The row that has to be there, by its number, and the hash that it has to have.</summary>
    public (long Sequence, string Hash)? Expected { get; init; }

    /// <summary>Reads a segment, as far as the limit.</summary>
    public Finding? Read(string path, long number, long limit = long.MaxValue)
    {
        using var file = new LineFile(path, limit);
        var (name, line) = (Path.GetFileName(path), 0L);
        IsSealed = false;
        while (file.TryRead(out var text))
        {
            line++;
            if (Check(text, number, isFirst: line == 1) is { } flaw)
                return new Finding(name, line, flaw);
        }

        if (file.Position < Math.Min(limit, file.Length))
            return new Finding(name, line + 1, "the row is cut off");
        return line == 0 ? new Finding(name, 0, "the segment has no rows") : null;
    }

    private string? Check(ReadOnlySpan<byte> text, long number, bool isFirst)
    {
        if (IsSealed)
            return "a row after the seal of its segment";
        if (!ChainLine.TryRead(text, out var row))
            return "this is no row of a trail";
        if (isFirst && Enter(row, number) is { } flaw)
            return flaw;
        if (Sequence != 0 && row.Sequence != Sequence + 1)
            return Jump(row.Sequence);
        if (!row.Hash.SequenceEqual(HashOf(row)))
            return "the row is not the one that was written here: its hash does not follow from it and the row before";
        if (ChainRows.Is(row, ChainRows.Seal) && !ChainRows.IsSealed(row, Hash!, key))
            return "the seal is not signed by the trail's key: rows of this segment were replaced";
        if (!isFirst && ChainRows.Is(row, ChainRows.Segment))
            return "a segment begins within another";

        IsSealed = ChainRows.Is(row, ChainRows.Seal);
        (Sequence, Hash) = (row.Sequence, Encoding.ASCII.GetString(row.Hash));
        Rows++;
        Note(row);
        return Expected is { } expected && expected.Sequence == Sequence && expected.Hash != Hash
            ? $"row {Sequence} is not the expected one"
            : null;
    }

    private string? Enter(in ChainLine row, long number)
    {
        if (SegmentHeader.Read(row) is not { } header || header.Segment != number)
            return $"this is not the beginning of segment {number}";
        if (Hash is not null && header.Previous != Hash)
            return "the segment does not follow from the one before: rows or segments in between are missing";
        if (header.Key != key.Fingerprint)
            return $"the segment belongs to another key: {header.Key}";

        Hash ??= header.Previous;
        return Hash.Length == ChainLink.HashLength ? null : "the row is not the one that was written here";
    }

    private string Jump(long found)
    {
        if (found > Sequence + 1)
            return string.Create(
                CultureInfo.InvariantCulture, $"row {found} follows row {Sequence}: rows in between are missing");

        return string.Create(
            CultureInfo.InvariantCulture,
            $"row {found} follows row {Sequence}: rows were inserted or have changed places");
    }

    private ReadOnlySpan<byte> HashOf(in ChainLine row)
    {
        _sha.AppendData(Encoding.ASCII.GetBytes(Hash!));
        _sha.AppendData(ChainLink.LineEnd);
        _sha.AppendData(row.Content);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(_sha.GetHashAndReset()));
    }

    private void Note(in ChainLine row)
    {
        if (ChainRows.Is(row, ChainRows.Recovered) || ChainRows.Is(row, ChainRows.Gap)
            || ChainRows.Is(row, ChainRows.Pruned))
            Notes.Add(Encoding.UTF8.GetString(row.Content) + "}");
    }
}
