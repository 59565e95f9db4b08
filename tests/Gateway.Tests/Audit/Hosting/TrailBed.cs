using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Audit.Chain;
using McpAspire.Gateway.Audit.Verification;
using McpAspire.Gateway.Audit.Writing;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Audit.Hosting;

/// <summary>A directory for a trail, and gateways' trails in it one after another.</summary>
internal sealed class TrailBed : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("trail-").FullName;

    public TrailBed() => Options = new AuditOptions { Directory = Path.Combine(_root, "audit") };

    public AuditOptions Options { get; set; }

    public FaultyDisk Disk { get; private set; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public LogRecorder Log { get; } = new();

    public string Folder => Options.Directory!;

    public string HeadPath => Path.Combine(Folder, TrailHead.FileName);

    /// <summary>Begins or goes on, as a gateway that starts.</summary>
    public async Task<AuditTrail> StartAsync()
    {
        Disk = new FaultyDisk();
        var loggers = new LoggerFactory([Log]);
        var trail = new AuditTrail(
            Microsoft.Extensions.Options.Options.Create(new McpOptions { Audit = Options }),
            Time,
            Disk,
            new AuditMirror(loggers),
            loggers.CreateLogger<AuditTrail>(),
            loggers.CreateLogger<TrailWriter>());
        await trail.StartAsync(default);
        return trail;
    }

    /// <summary>A trail of a gateway that ran once and decided so often.</summary>
    public async Task WriteAsync(int decisions)
    {
        using var trail = await StartAsync();
        for (var i = 0; i < decisions; i++)
            await trail.DecideAsync(Row($"tool-{i}"));
    }

    public static AuditRow Row(string name) => new()
    {
        Kind = AuditKind.Decision,
        DecisionId = Guid.Empty,
        Subject = "subject-1",
        Server = "everything",
        Method = "tools/call",
        Name = name,
        Outcome = "allowed",
    };

    public string Segment(long number) => SegmentName.PathOf(Folder, number);

    public string[] Lines(long number) => File.ReadAllLines(Segment(number));

    /// <summary>All rows of all segments.</summary>
    public string[] Rows() => [.. SegmentName.In(Folder).SelectMany(Lines)];

    public Verdict Verify((long, string)? expected = null)
    {
        var key = AuditPublicKey.Read(File.ReadAllText(Path.Combine(Folder, AuditPublicKey.FileName)))!;
        return new TrailVerifier(Folder, key) { Expected = expected }.Verify();
    }

    /// <summary>Asserts that the trail is whole, and gives what was found.</summary>
    public Verdict IsGood()
    {
        var verdict = Verify();
        Assert.Null(verdict.Finding);
        return verdict;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
