using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Tests.Audit.Hosting;
using McpAspire.Shared;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Tests.Audit.Writing;

public sealed class DiskFailureTests : IDisposable
{
    private readonly TrailBed _bed = new();

    [Fact]
    public async Task AFullDisk_RefusesCallsLoudlyAndRecoversByItself()
    {
        using var trail = await _bed.StartAsync();
        await trail.DecideAsync(TrailBed.Row("before"));

        _bed.Disk.Room = 100;
        await Assert.ThrowsAsync<AuditUnavailableException>(() => DecideAsync(trail, "refused"));
        await Assert.ThrowsAsync<AuditUnavailableException>(() => DecideAsync(trail, "refused"));
        await trail.RecordAsync(TrailBed.Row("lost"));
        await _bed.Log.SaysAsync("Critical: The audit trail cannot be written: No space left on device");
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(trail));

        _bed.Disk.Room = long.MaxValue;
        await Eventually.HoldsAsync(() => trail.Failure is null, "the trail is written again");
        await trail.DecideAsync(TrailBed.Row("after"));

        Assert.Equal(HealthStatus.Healthy, await HealthAsync(trail));
        Assert.Single(_bed.Log.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
        var rows = _bed.Rows();
        Assert.DoesNotContain(rows, row => row.Contains("refused", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("\"kind\":\"gap\"", StringComparison.Ordinal)
            && row.Contains("\"lost\":3", StringComparison.Ordinal));
        _bed.IsGood();
    }

    [Fact]
    public async Task WhereConfigured_CallsGoOnThoughTheyAreNotRecorded()
    {
        _bed.Options = _bed.Options with { OnFailure = AuditFailure.Allow };
        using var trail = await _bed.StartAsync();

        _bed.Disk.Room = 0;
        await DecideAsync(trail, "unrecorded");
        await DecideAsync(trail, "unrecorded");

        Assert.Equal(HealthStatus.Degraded, await HealthAsync(trail));
        _bed.Disk.Room = long.MaxValue;
        await Eventually.HoldsAsync(() => trail.Failure is null, "the trail is written again");
        Assert.Contains(_bed.Rows(), row => row.Contains("\"lost\":2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ADirectoryThatCannotBeMade_RefusesCallsUntilItCan()
    {
        File.WriteAllText(_bed.Folder, "in the way");
        using var trail = await _bed.StartAsync();
        await Assert.ThrowsAsync<AuditUnavailableException>(() => DecideAsync(trail, "refused"));

        File.Delete(_bed.Folder);
        await Eventually.HoldsAsync(() => trail.Failure is null, "the trail is written");
        await DecideAsync(trail, "after");

        _bed.IsGood();
    }

    [Fact]
    public async Task ADiskThatHangs_RefusesCallsAndRecoversByItself()
    {
        using var trail = await _bed.StartAsync();
        using var hang = new ManualResetEventSlim();
        _bed.Disk.Hang = hang;

        var waiting = DecideAsync(trail, "waiting");
        await Eventually.HoldsAsync(
            () =>
            {
                _bed.Time.Advance(TimeSpan.FromSeconds(11));
                return waiting.IsCompleted;
            },
            "nobody waits for it");
        await Assert.ThrowsAsync<AuditUnavailableException>(() => waiting);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => DecideAsync(trail, "refused"));

        hang.Set();
        await Eventually.HoldsAsync(() => trail.Failure is null, "the trail is written again");
        await DecideAsync(trail, "after");
        _bed.IsGood();
    }

    public void Dispose() => _bed.Dispose();

    private static Task DecideAsync(AuditTrail trail, string name) => trail.DecideAsync(TrailBed.Row(name)).AsTask();

    private async Task<HealthStatus> HealthAsync(AuditTrail trail)
    {
        var check = new AuditHealthCheck(trail, Options.Create(new McpOptions { Audit = _bed.Options }));
        return (await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
    }
}
