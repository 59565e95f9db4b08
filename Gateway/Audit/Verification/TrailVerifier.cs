using McpAspire.Gateway.Audit.Chain;
using McpAspire.Gateway.Audit.Writing;

namespace McpAspire.Gateway.Audit.Verification;

/// <summary>Proves a directory without the gateway: nothing but its files and a public key.</summary>
internal sealed class TrailVerifier(string directory, AuditPublicKey key)
{
    private const int Attempts = 5;

    /// <summary>A row, by its number, and the hash that somebody has seen it with.</summary>
    public (long Sequence, string Hash)? Expected { get; init; }

    public Verdict Verify()
    {
        for (var attempt = 1; ; attempt++)
        {
            var isInUse = TrailLock.IsHeld(directory);
            var head = ReadHead();
            var verdict = Verify(head, isInUse);
            // A gateway that goes on writing may have begun or deleted a segment meanwhile.
            if (verdict.Finding is null || !isInUse || attempt == Attempts || ReadHead().Newest == head.Newest)
                return verdict;
        }
    }

    private static Finding Missing(long number) =>
        new(SegmentName.Of(number), 0, "the segment is missing");

    private HeadFile ReadHead() =>
        File.Exists(Path.Combine(directory, TrailHead.FileName)) ? HeadFile.Read(directory, key) : default;

    private Verdict Verify(HeadFile file, bool isInUse)
    {
        var scan = new SegmentScan(key) { Expected = Expected };
        var finding = file.Newest is null || (!file.IsWhole && !isInUse)
            ? new Finding(
                TrailHead.FileName,
                file.Newest is null ? 0 : 1 + ((file.Newest.Count + 1) % 2),
                "the head is missing, altered, torn by a crash or not signed by this key")
            : Follow(file.Newest, scan, isInUse) ?? MeetsExpectation(scan);
        return new Verdict(finding, scan.Rows, scan.Sequence, scan.Hash ?? ChainLink.None, scan.Notes)
        {
            IsInUse = isInUse,
        };
    }

    private Finding? Follow(TrailHead head, SegmentScan scan, bool isInUse)
    {
        var segments = SegmentName.In(directory);
        var first = segments.Count > 0 ? Math.Min(segments.Min, head.First) : head.First;
        for (var number = first; number <= head.Segment; number++)
        {
            if (!segments.Contains(number))
                return Missing(number);

            // What was to be pruned when the gateway stopped may be there still, and leads to the anchor.
            if (number == head.First && scan.Hash is not null && scan.Hash != head.Anchor)
                return new Finding(SegmentName.Of(number - 1), scan.Rows, "the segment does not lead to the anchor");
            if (Read(scan, number, head) is { } finding)
                return finding;
        }

        if (scan.Sequence != head.Sequence || (head.Sequence > 0 && scan.Hash != head.Hash))
            return new Finding(
                SegmentName.Of(head.Segment),
                0,
                $"the trail ends at row {scan.Sequence} instead of row {head.Sequence}: rows are missing or were "
                + "replaced");
        return isInUse ? null : Surplus(segments, head);
    }

    private Finding? Read(SegmentScan scan, long number, TrailHead head)
    {
        var isLast = number == head.Segment;
        var path = SegmentName.PathOf(directory, number);
        if (number == head.First && SegmentHeader.ReadFile(path) is { } header && header.Previous != head.Anchor)
            return new Finding(SegmentName.Of(number), 1, "the segment does not begin where the trail was pruned");
        if (scan.Read(path, number, isLast ? head.Bytes : long.MaxValue) is { } finding)
            return finding;
        if (isLast && new FileInfo(path).Length < head.Bytes)
            return new Finding(
                SegmentName.Of(number),
                0,
                $"the segment ends at row {scan.Sequence}, though row {head.Sequence} was signed: rows were cut off");
        return isLast || scan.IsSealed
            ? null
            : new Finding(SegmentName.Of(number), 0, "the segment ends without its seal: rows were cut off");
    }

    /// <summary>Bytes behind the head: half a row after a crash, or something that somebody added.</summary>
    private Finding? Surplus(SortedSet<long> segments, TrailHead head)
    {
        if (segments.Count > 0 && segments.Max > head.Segment)
            return new Finding(SegmentName.Of(segments.Max), 0, "no head vouches for this segment");
        if (head.Segment == 0)
            return null;

        var path = SegmentName.PathOf(directory, head.Segment);
        if (new FileInfo(path).Length <= head.Bytes)
            return null;

        using var file = new LineFile(path, head.Bytes);
        var lines = 0L;
        while (file.TryRead(out _))
            lines++;
        return new Finding(
            Path.GetFileName(path),
            lines + 1,
            "what follows was never signed: added by somebody, or being written when the gateway was stopped by "
            + "force, in which case its next start cuts it off and records that");
    }

    private Finding? MeetsExpectation(SegmentScan scan) => Expected is { } expected && expected.Sequence > scan.Sequence
        ? new Finding(
            TrailHead.FileName,
            0,
            $"row {expected.Sequence} is expected, but the trail ends at row {scan.Sequence}: an older state of the "
            + "whole directory was put back")
        : null;
}
