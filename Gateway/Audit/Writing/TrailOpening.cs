using System.Globalization;
using System.Security.Cryptography;
using McpAspire.Gateway.Audit.Chain;
using McpAspire.Gateway.Audit.Verification;

namespace McpAspire.Gateway.Audit.Writing;

/// <summary>
/// Finds out how far a trail reaches, and cuts off what no head vouches for: a row that was being written when the
/// gateway or the machine stopped. Nobody was told that it had been recorded. What a head vouches for has to be there.
/// </summary>
internal sealed class TrailOpening(AuditOptions options, ITrailDisk disk)
{
    private readonly string _directory = options.Directory!;
    private readonly List<string> _recovered = [];

    /// <exception cref="TrailException">The trail was altered, or its key is not there.</exception>
    public TrailStart Open()
    {
        var segments = SegmentName.In(_directory);
        var headPath = Path.Combine(_directory, TrailHead.FileName);
        var isNew = segments.Count == 0
            && (!File.Exists(headPath) || new FileInfo(headPath).Length < 2 * TrailHead.SlotBytes);
        var key = AuditKey.LoadOrCreate(options.KeyPath, mayCreate: isNew);
        try
        {
            if (isNew)
                Create(headPath, key);
            return GoOn(segments, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static TrailException Altered(Finding finding) => new(
        $"The audit trail was altered: {finding}. Look at it with 'audit verify', keep it, and begin another "
        + "directory.");

    private TrailStart GoOn(SortedSet<long> segments, AuditKey key)
    {
        WritePublicKey(key.Public);
        var head = ReadHead(key);
        foreach (var number in segments)
        {
            if (number > head.Segment)
                Drop(number);
            else if (number < head.First)
                disk.Delete(SegmentName.PathOf(_directory, number));
        }

        if (head.Segment == 0)
            return new TrailStart(key, head, IsSealed: false, default, _recovered);

        var path = SegmentName.PathOf(_directory, head.Segment);
        if (!segments.Contains(head.Segment))
            throw Altered(new Finding(SegmentName.Of(head.Segment), 0, "the segment is missing"));

        var scan = new SegmentScan(key.Public);
        if (scan.Read(path, head.Segment, head.Bytes) is { } finding)
            throw Altered(finding);
        if (scan.Sequence != head.Sequence || scan.Hash != head.Hash)
            throw Altered(
                new Finding(SegmentName.Of(head.Segment), scan.Rows, "the last row that was signed is not there"));

        CutOff(path, head.Bytes);
        return new TrailStart(key, head, scan.IsSealed, SegmentHeader.ReadFile(path)!.Time, _recovered);
    }

    private TrailHead ReadHead(AuditKey key)
    {
        if (!File.Exists(Path.Combine(_directory, TrailHead.FileName)))
            throw Altered(new Finding(TrailHead.FileName, 0, "the file is missing"));

        var (newest, isWhole) = HeadFile.Read(_directory, key.Public);
        if (newest is null)
            throw Altered(new Finding(TrailHead.FileName, 0, "neither head is signed by the trail's key"));
        if (isWhole)
            return newest;

        // The next is written over the one that is torn.
        _recovered.Add($"one of the two heads in {TrailHead.FileName} was not whole");
        return newest;
    }

    private void Create(string headPath, AuditKey key)
    {
        var head = TrailHead.New(key.Public.Fingerprint);
        using var file = disk.Open(headPath, FileMode.Create);
        disk.Write(file, [.. head.ToSlot(key), .. (head with { Count = 1 }).ToSlot(key)], 0);
        disk.Flush(file);
        disk.FlushNames(_directory);
        disk.FlushNames(Path.GetDirectoryName(Path.GetFullPath(options.KeyPath))!);
    }

    /// <summary>For people who verify; it proves nothing, because whoever alters the trail can alter it too.</summary>
    private void WritePublicKey(AuditPublicKey key)
    {
        var path = Path.Combine(_directory, AuditPublicKey.FileName);
        if (File.Exists(path) && File.ReadAllText(path) == key.Pem)
            return;
        if (File.Exists(path))
            _recovered.Add($"{AuditPublicKey.FileName} was another key");
        File.WriteAllText(path, key.Pem);
    }

    private void Drop(long number)
    {
        var path = SegmentName.PathOf(_directory, number);
        _recovered.Add(Describe(SegmentName.Of(number), path, 0));
        disk.Delete(path);
    }

    private void CutOff(string path, long length)
    {
        if (new FileInfo(path).Length <= length)
            return;

        _recovered.Add(Describe(Path.GetFileName(path), path, length));
        using var file = disk.Open(path, FileMode.Open);
        disk.SetLength(file, length);
        disk.Flush(file);
    }

    private static string Describe(string name, string path, long from)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = from;
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{file.Length - from} bytes at the end of {name} that were never signed, SHA-256 {hash}");
    }
}
