using System.Text.Json.Nodes;
using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Audit.Chain;
using McpAspire.Gateway.Tests.Audit.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Audit.Writing;

public sealed class TrailTests : IDisposable
{
    private readonly TrailBed _bed = new();

    [Fact]
    public async Task ADecision_IsInTheFileWhenItIsAwaited()
    {
        using var trail = await _bed.StartAsync();

        await trail.DecideAsync(TrailBed.Row("echo"));

        Assert.Contains("\"name\":\"echo\"", _bed.Rows()[^1], StringComparison.Ordinal);
        Assert.Equal(3, _bed.IsGood().Last);
    }

    [Fact]
    public async Task ManyAtOnce_ShareFlushesAndNoneIsLost()
    {
        const int callers = 64, each = 100;
        using (var trail = await _bed.StartAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
            {
                for (var i = 0; i < each; i++)
                {
                    await trail.DecideAsync(TrailBed.Row($"{caller}-{i}"));
                    await trail.RecordAsync(TrailBed.Row($"{caller}-{i}") with { Kind = AuditKind.Outcome });
                }
            })));
        }

        Assert.InRange(_bed.Disk.Flushes, 1, callers * each);
        var rows = _bed.Rows().Select(row => JsonNode.Parse(row)!).ToArray();
        foreach (var kind in new[] { "decision", "outcome" })
            Assert.Equal(
                callers * each,
                rows.Where(row => (string?)row["kind"] == kind).Select(row => (string?)row["name"]).Distinct().Count());
        _bed.IsGood();
    }

    [Fact]
    public async Task AnOutcome_IsWrittenThoughNobodyWaits()
    {
        using var trail = await _bed.StartAsync();

        await trail.RecordAsync(TrailBed.Row("echo") with { Kind = AuditKind.Outcome });

        await Eventually.HoldsAsync(() => _bed.Rows()[^1].Contains("outcome", StringComparison.Ordinal), "it is written");
    }

    [Fact]
    public async Task WhileTooMuchIsPending_CallersWaitAndNothingIsLost()
    {
        _bed.Options = _bed.Options with { MaxPendingBytes = 64 * 1024 };
        using var trail = await _bed.StartAsync();
        using var hang = new ManualResetEventSlim();
        _bed.Disk.Hang = hang;

        var detail = new string('x', 250);
        var outcomes = Enumerable.Range(0, 1000)
            .Select(i => trail.RecordAsync(TrailBed.Row($"{i}") with { Detail = detail }).AsTask()).ToArray();
        Assert.Contains(outcomes, outcome => !outcome.IsCompleted);
        hang.Set();
        await Task.WhenAll(outcomes).Within();
        await trail.DecideAsync(TrailBed.Row("last"));

        Assert.Equal(1001, _bed.Rows().Count(row => row.Contains("\"decision\"", StringComparison.Ordinal)));
        _bed.IsGood();
    }

    [Fact]
    public async Task AfterARestart_TheChainGoesOnInTheSameSegment()
    {
        await _bed.WriteAsync(2);
        await _bed.WriteAsync(2);

        var verdict = _bed.IsGood();
        Assert.Empty(verdict.Notes);
        Assert.Equal([1L], SegmentName.In(_bed.Folder));
        Assert.Equal(
            ["segment", "start", "decision", "decision", "stop", "start", "decision", "decision", "stop"],
            _bed.Rows().Select(row => (string?)JsonNode.Parse(row)!["kind"]));
    }

    [Fact]
    public async Task ASegmentThatIsLargeOrOld_IsSealedAndTheNextGoesOn()
    {
        _bed.Options = _bed.Options with { SegmentBytes = 64 * 1024 };
        await _bed.WriteAsync(500);
        var bySize = SegmentName.In(_bed.Folder).Max;
        _bed.Time.Advance(TimeSpan.FromDays(2));
        await _bed.WriteAsync(1);

        Assert.InRange(bySize, 2, 10);
        Assert.Equal(bySize + 1, SegmentName.In(_bed.Folder).Max);
        Assert.Contains("\"kind\":\"seal\"", _bed.Lines(1)[^1], StringComparison.Ordinal);
        _bed.IsGood();
    }

    [Fact]
    public async Task WhatIsPruned_LeavesATrailThatVerifies()
    {
        _bed.Options = _bed.Options with { SegmentBytes = 64 * 1024, KeepSegments = 2 };
        await _bed.WriteAsync(1500);

        Assert.Equal(3, SegmentName.In(_bed.Folder).Count);
        Assert.Contains("\"kind\":\"pruned\"", _bed.IsGood().Notes[^1], StringComparison.Ordinal);

        _bed.Options = _bed.Options with
        {
            KeepSegments = 100,
            KeepFor = TimeSpan.FromHours(1),
            SegmentAge = TimeSpan.FromHours(3),
        };
        _bed.Time.Advance(TimeSpan.FromHours(2));
        await _bed.WriteAsync(1);
        Assert.Equal(3, SegmentName.In(_bed.Folder).Count);
        _bed.Time.Advance(TimeSpan.FromHours(2));
        await _bed.WriteAsync(1);

        // The one that has just ended is kept for as long again.
        Assert.Equal(2, SegmentName.In(_bed.Folder).Count);
        _bed.IsGood();
        await _bed.WriteAsync(1);
        _bed.IsGood();
    }

    [Fact]
    public async Task FilesAreTheOwners()
    {
        await _bed.WriteAsync(1);

        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owners, File.GetUnixFileMode(_bed.Options.KeyPath));
        Assert.Equal(owners, File.GetUnixFileMode(_bed.Segment(1)));
        Assert.Equal(owners, File.GetUnixFileMode(_bed.HeadPath));
        Assert.Equal(owners | UnixFileMode.UserExecute, File.GetUnixFileMode(_bed.Folder));
    }

    [Fact]
    public async Task ASecondGateway_DoesNotWriteTheSameTrail()
    {
        using var first = await _bed.StartAsync();
        using var second = await _bed.StartAsync();

        await Assert.ThrowsAsync<AuditUnavailableException>(() => second.DecideAsync(TrailBed.Row("echo")).AsTask());
        await first.DecideAsync(TrailBed.Row("echo"));

        await _bed.Log.SaysAsync("give each gateway a directory of its own");
        _bed.IsGood();
    }

    [Fact]
    public async Task AnAlteredTrail_IsNotGoneOnWith()
    {
        await _bed.WriteAsync(3);
        var text = File.ReadAllText(_bed.Segment(1));
        File.WriteAllText(_bed.Segment(1), text.Replace("tool-1", "tool-7", StringComparison.Ordinal));

        using var trail = await _bed.StartAsync();

        await Assert.ThrowsAsync<AuditUnavailableException>(() => trail.DecideAsync(TrailBed.Row("echo")).AsTask());
        await _bed.Log.SaysAsync("The audit trail was altered: audit-0000000001.jsonl:4");
    }

    [Fact]
    public async Task WithoutItsKey_ATrailIsNotGoneOnWith()
    {
        await _bed.WriteAsync(3);
        File.Delete(_bed.Options.KeyPath);

        using var trail = await _bed.StartAsync();

        await Assert.ThrowsAsync<AuditUnavailableException>(() => trail.DecideAsync(TrailBed.Row("echo")).AsTask());
        await _bed.Log.SaysAsync("The key of this trail is missing");
        Assert.False(File.Exists(_bed.Options.KeyPath));
    }

    [Fact]
    public async Task AKeyThatOthersCanRead_IsNotUsed()
    {
        if (OperatingSystem.IsWindows())
            return;
        await _bed.WriteAsync(1);
        File.SetUnixFileMode(_bed.Options.KeyPath, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        using var trail = await _bed.StartAsync();

        await Assert.ThrowsAsync<AuditUnavailableException>(() => trail.DecideAsync(TrailBed.Row("echo")).AsTask());
        await _bed.Log.SaysAsync("chmod 600");
    }

    [Fact]
    public async Task Rows_AreCopiedIntoTheLogWithTheirHashes()
    {
        await _bed.WriteAsync(1);

        Assert.Contains($"Information: {_bed.Rows()[2]} ", _bed.Log.Lines);
    }

    [Fact]
    public async Task WithoutADirectory_ThereIsNoTrailAndTheLogSaysSo()
    {
        _bed.Options = new AuditOptions();
        using var trail = await _bed.StartAsync();

        await trail.DecideAsync(TrailBed.Row("echo"));

        await _bed.Log.SaysAsync("There is no audit trail");
        Assert.Null(trail.Failure);
        _bed.Options = new AuditOptions { Directory = "unused" };
    }

    public void Dispose() => _bed.Dispose();
}
