using System.Text.Json.Nodes;
using CsCheck;
using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Tests.Audit.Hosting;

namespace McpAspire.Gateway.Tests.Audit.Writing;

public sealed class CrashTests
{
    [Fact]
    public Task WhereverTheMachineStops_NoAcknowledgedRowIsLostAndTheTrailVerifies() =>
        Gen.Select(Gen.Long[1, 150_000], Gen.Int[1, 4], Gen.Bool).SampleAsync(CrashAsync, iter: 40, threads: 1);

    [Fact]
    public async Task HalfARow_IsCutOffAndTheNextStartSaysSo()
    {
        using var bed = new TrailBed();
        await bed.WriteAsync(2);
        File.AppendAllText(bed.Segment(1), "{\"seq\":6,\"kind\":\"decis");
        Assert.Contains("never signed", bed.Verify().Finding!.Why, StringComparison.Ordinal);

        await bed.WriteAsync(1);

        Assert.Contains(
            "22 bytes at the end of audit-0000000001.jsonl",
            Assert.Single(bed.IsGood().Notes),
            StringComparison.Ordinal);
        await bed.Log.SaysAsync("was not whole; cut off and recorded");
    }

    [Fact]
    public async Task AHeadThatIsTorn_IsReplacedByTheOneBefore()
    {
        using var bed = new TrailBed();
        await bed.WriteAsync(2);
        var head = File.ReadAllBytes(bed.HeadPath);
        // The one before vouches for all but the last row, which nobody was told of when a head is torn.
        var newest = JsonNode.Parse(head.AsSpan(0, 4096))!["count"]!.GetValue<long>()
            > JsonNode.Parse(head.AsSpan(4096, 4096))!["count"]!.GetValue<long>() ? 0 : 4096;
        head.AsSpan(newest + 40, 100).Clear();
        File.WriteAllBytes(bed.HeadPath, head);
        Assert.Contains("the head is missing, altered, torn", bed.Verify().Finding!.Why, StringComparison.Ordinal);

        await bed.WriteAsync(1);

        Assert.Contains("one of the two heads", Assert.Single(bed.IsGood().Notes), StringComparison.Ordinal);
    }

    private static async Task CrashAsync(long room, int callers, bool prunes)
    {
        using var bed = new TrailBed();
        // So small that segments begin, end and are pruned while there is room.
        bed.Options = bed.Options with { SegmentBytes = 3000, KeepSegments = prunes ? 2 : 1000 };
        await bed.WriteAsync(3);
        var acknowledged = new List<string>();
        var dying = await bed.StartAsync();
        try
        {
            (bed.Disk.DiesWhenFull, bed.Disk.Room) = (true, room);
            await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => CallAsync(dying, caller, acknowledged)));
        }
        finally
        {
            dying.Dispose();
        }

        using var next = await bed.StartAsync();
        await next.DecideAsync(TrailBed.Row("after"));

        bed.IsGood();
        var names = bed.Rows().Select(row => (string?)JsonNode.Parse(row)!["name"]).ToHashSet();
        Assert.All(prunes ? acknowledged.TakeLast(4) : acknowledged, name => Assert.Contains(name, names));
    }

    private static async Task CallAsync(AuditTrail trail, int caller, List<string> acknowledged)
    {
        for (var i = 0; ; i++)
        {
            var name = $"{caller}-{i}";
            try
            {
                await trail.DecideAsync(TrailBed.Row(name));
            }
            catch (AuditUnavailableException)
            {
                return;
            }

            lock (acknowledged)
                acknowledged.Add(name);
        }
    }
}
