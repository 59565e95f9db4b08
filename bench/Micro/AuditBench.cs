using System.Diagnostics;
using System.Globalization;
using System.Net;
using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Audit.Chain;
using McpAspire.Gateway.Audit.Verification;
using McpAspire.Gateway.Audit.Writing;
using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace McpAspire.Micro;

/// <summary>
/// The audit trail on this machine's disk: how long a decision waits for it, how many rows it takes, what they cost,
/// and whether all of them are there afterwards.
/// </summary>
internal static class AuditBench
{
    private static readonly TimeSpan Cell = TimeSpan.FromSeconds(5);

    private static readonly byte[] Arguments =
        """{"text":"the quick brown fox jumps over the lazy dog","count":3,"options":{"loud":true}}"""u8.ToArray();

    public static async Task RunAsync()
    {
        var root = Directory.CreateDirectory(Path.Combine("artifacts", "bench", "audit")).FullName;
        var folder = Path.Combine(root, Guid.NewGuid().ToString("N"));
        try
        {
            var options = new AuditOptions { Directory = Path.Combine(folder, "trail") };
            await MeasureAsync(options);
            Check(options.Directory!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(AuditOptions options)
    {
        using var trail = new AuditTrail(
            Options.Create(new McpOptions { Audit = options }),
            TimeProvider.System,
            new TrailDisk(),
            new AuditMirror(NullLoggerFactory.Instance),
            NullLogger<AuditTrail>.Instance,
            NullLogger<TrailWriter>.Instance);
        await trail.StartAsync(default);
        await ClosedAsync(trail, 64, print: false);

        Console.WriteLine("| audit | rows/s | p50 ms | p99 ms | CPU us/row |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        await IdleAsync(trail);
        foreach (var callers in (int[])[1, 16, 64, 256])
            await ClosedAsync(trail, callers, print: true);
        foreach (var rate in (int[])[5000, 20_000, 40_000])
            await PacedAsync(trail, rate);
    }

    /// <summary>One decision at a time, and the disk at rest before each.</summary>
    private static async Task IdleAsync(AuditTrail trail)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(4));
        var waits = new List<double>();
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        while (watch.Elapsed < Cell)
        {
            await timer.WaitForNextTickAsync();
            var since = Stopwatch.GetTimestamp();
            await trail.DecideAsync(Row(AuditKind.Decision));
            waits.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        Print("idle, one at a time", waits.Count, watch.Elapsed, waits, Environment.CpuUsage.TotalTime - cpu);
    }

    /// <summary>Each caller decides, and records an outcome, again and again.</summary>
    private static async Task ClosedAsync(AuditTrail trail, int callers, bool print)
    {
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var waits = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (watch.Elapsed < Cell)
            {
                var since = Stopwatch.GetTimestamp();
                await trail.DecideAsync(Row(AuditKind.Decision));
                own.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                await trail.RecordAsync(Row(AuditKind.Outcome));
            }

            return own;
        })));
        var all = waits.SelectMany(own => own).ToList();
        if (print)
            Print(
                $"{callers} callers, decision and outcome",
                2 * all.Count,
                watch.Elapsed,
                all,
                Environment.CpuUsage.TotalTime - cpu);
    }

    /// <summary>So many decisions a second, whether the ones before are done or not.</summary>
    private static async Task PacedAsync(AuditTrail trail, int rate)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var decisions = new List<Task<double>>();
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        while (watch.Elapsed < Cell)
        {
            await timer.WaitForNextTickAsync();
            var due = (int)(rate * Math.Min(watch.Elapsed.TotalSeconds, Cell.TotalSeconds));
            while (decisions.Count < due)
                decisions.Add(DecideAsync(trail));
        }

        var waits = await Task.WhenAll(decisions);
        Print(
            string.Create(CultureInfo.InvariantCulture, $"{rate:N0} decisions/s"),
            waits.Length,
            watch.Elapsed,
            [.. waits],
            Environment.CpuUsage.TotalTime - cpu);
    }

    private static async Task<double> DecideAsync(AuditTrail trail)
    {
        var since = Stopwatch.GetTimestamp();
        await trail.DecideAsync(Row(AuditKind.Decision));
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    private static AuditRow Row(AuditKind kind) => new()
    {
        Kind = kind,
        DecisionId = Guid.NewGuid(),
        TraceId = ActivityTraceId.CreateRandom(),
        Subject = "b4c1f9f0-0f6e-4f0e-9f2e-0d9a9b1f2c3d",
        ClientId = "https://client.example/metadata",
        Source = IPAddress.Loopback,
        Server = "everything",
        Method = "tools/call",
        Name = "echo",
        Arguments = kind == AuditKind.Decision ? Arguments : default,
        Rule = "readers",
        Stage = "policy",
        Outcome = "allowed",
    };

    private static void Print(string name, int rows, TimeSpan time, List<double> waits, TimeSpan cpu)
    {
        waits.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {rows / time.TotalSeconds:F0} | {waits[waits.Count / 2]:F2} | {waits[(int)(waits.Count * 0.99)]:F2} "
            + $"| {cpu.TotalMicroseconds / rows:F1} |"));
        Written += rows;
    }

    private static long Written { get; set; }

    private static void Check(string directory)
    {
        var key = AuditPublicKey.Read(File.ReadAllText(Path.Combine(directory, AuditPublicKey.FileName)))!;
        var watch = Stopwatch.StartNew();
        var verdict = new TrailVerifier(directory, key).Verify();
        var seconds = watch.Elapsed.TotalSeconds;
        if (verdict.Finding is not null || verdict.Rows < Written)
            throw new InvalidOperationException($"Of {Written} rows {verdict.Rows} are there: {verdict.Finding}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"none lost; verified {verdict.Rows} rows, {verdict.Rows / seconds:F0} rows/s"));
    }
}
