using McpAspire.Gateway.Audit.Chain;
using Microsoft.Win32.SafeHandles;

namespace McpAspire.Gateway.Audit.Writing;

/// <summary>
/// A trail that is open for writing, by one thread. Rows first, then the head that vouches for them, each flushed:
/// when a commit returns, both are on disk.
/// </summary>
internal sealed class Trail : IDisposable
{
    private readonly AuditOptions _options;
    private readonly ITrailDisk _disk;
    private readonly TimeProvider _time;
    private readonly string _directory;
    private readonly SafeFileHandle _headFile;
    private readonly ChainBuffer _chain = new();
    private SafeFileHandle? _segment;
    private DateTimeOffset _begunAt;
    private bool _isSealed;

    /// <summary>Goes on where a head says; what is behind it has been cut off.</summary>
    public Trail(AuditOptions options, ITrailDisk disk, TimeProvider time, TrailStart start)
    {
        (_options, _disk, _time, _directory) = (options, disk, time, options.Directory!);
        (Key, Head, _isSealed, _begunAt) = (start.Key, start.Head, start.IsSealed, start.BegunAt);
        _headFile = disk.Open(Path.Combine(_directory, TrailHead.FileName), FileMode.Open);
        if (Head.Segment > 0 && !_isSealed)
            _segment = disk.Open(SegmentName.PathOf(_directory, Head.Segment), FileMode.Open);
    }

    public AuditKey Key { get; }

    public TrailHead Head { get; private set; }

    /// <summary>The lines of the last commit.</summary>
    public ReadOnlyMemory<byte> LastLines => _chain.Lines;

    public void Commit(Batch batch)
    {
        RotateIfDue();
        _chain.Begin(Head.Hash);
        for (var i = 0; i < batch.Count; i++)
            _chain.Add(Head.Sequence + 1 + i, batch[i]);
        Write(batch.Count, Head);
    }

    public void Commit(ReadOnlySpan<byte> members)
    {
        RotateIfDue();
        CommitOne(members, Head);
    }

    public void Dispose()
    {
        _segment?.Dispose();
        _headFile.Dispose();
        Key.Dispose();
    }

    private void CommitOne(ReadOnlySpan<byte> members, TrailHead head)
    {
        _chain.Begin(Head.Hash);
        _chain.Add(Head.Sequence + 1, members);
        Write(1, head);
    }

    private void Write(int rows, TrailHead head)
    {
        var lines = _chain.Lines.Span;
        _disk.Write(_segment!, lines, head.Bytes);
        _disk.Flush(_segment!);
        Vouch(head with
        {
            Bytes = head.Bytes + lines.Length,
            Sequence = head.Sequence + rows,
            Hash = _chain.Hash,
        });
    }

    private void Vouch(TrailHead head)
    {
        head = head with { Count = head.Count + 1 };
        _disk.Write(_headFile, head.ToSlot(Key), head.Offset);
        _disk.Flush(_headFile);
        Head = head;
    }

    private void RotateIfDue()
    {
        var now = _time.GetUtcNow();
        if (_segment is not null && Head.Bytes < _options.SegmentBytes && now - _begunAt < _options.SegmentAge)
            return;

        if (Head.Segment > 0 && !_isSealed)
        {
            CommitOne(ChainRows.WriteSeal(Head.Sequence + 1, Head.Hash, Head.Segment, now, Key), Head);
            _isSealed = true;
        }

        Begin(now);
        Prune(now);
    }

    private void Begin(DateTimeOffset now)
    {
        var number = Head.Segment + 1;
        _segment?.Dispose();
        _segment = null;
        // A crash may have left one that no head vouches for.
        var segment = _disk.Open(SegmentName.PathOf(_directory, number), FileMode.Create);
        try
        {
            _disk.FlushNames(_directory);
            _segment = segment;
            CommitOne(
                new SegmentHeader(now, number, Head.Hash, Key.Public.Fingerprint).ToMembers(),
                Head with { Segment = number, Bytes = 0 });
        }
        catch
        {
            segment.Dispose();
            throw;
        }

        (_begunAt, _isSealed) = (now, false);
    }

    /// <summary>
    /// Deletes what is older or more than is kept. The head names the oldest segment that is left and the hash before
    /// it, and a row says what went, so that nobody else can delete segments unnoticed.
    /// </summary>
    private void Prune(DateTimeOffset now)
    {
        var first = Head.First;
        while (first < Head.Segment && IsDue(first, now))
            first++;
        if (first == Head.First)
            return;

        var anchor = SegmentHeader.ReadFile(SegmentName.PathOf(_directory, first))?.Previous
            ?? throw new TrailException($"{SegmentName.Of(first)} does not begin as a segment does.");
        var (from, to) = (Head.First, first - 1);
        CommitOne(
            ChainRows.Write(ChainRows.Pruned, now, json =>
            {
                json.WriteNumber("from", from);
                json.WriteNumber("to", to);
                json.WriteString("anchor", anchor);
            }),
            Head with { First = first, Anchor = anchor });
        for (var number = from; number <= to; number++)
            _disk.Delete(SegmentName.PathOf(_directory, number));
    }

    /// <summary>A segment has ended when the one after it began.</summary>
    private bool IsDue(long number, DateTimeOffset now) =>
        Head.Segment - number > _options.KeepSegments
        || (SegmentHeader.ReadFile(SegmentName.PathOf(_directory, number + 1)) is { } next
            && now - next.Time > _options.KeepFor);
}
