using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Audit.Chain;
using McpAspire.Gateway.Tests.Audit.Hosting;

namespace McpAspire.Gateway.Tests.Audit;

public sealed class AuditCommandTests : IDisposable
{
    private readonly TrailBed _bed = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public async Task AGoodTrail_IsSaidToBeGood()
    {
        await _bed.WriteAsync(2);

        Assert.Equal(0, Run("audit", "verify", _bed.Folder));
        Assert.Contains("good: 5 rows, the last is 5:", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("compare it with what the gateway logs", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithAKeyAndALastRow_BothAreHeldAgainstTheTrail()
    {
        await _bed.WriteAsync(2);
        var last = _bed.IsGood();
        var key = Path.Combine(_bed.Folder, AuditPublicKey.FileName);

        Assert.Equal(0, Run("audit", "verify", _bed.Folder, "--key", key, "--expect", $"{last.Last}:{last.Hash}"));
        Assert.Equal(1, Run("audit", "verify", _bed.Folder, "--key", key, "--expect", $"{last.Last + 1}:{last.Hash}"));
    }

    [Fact]
    public async Task ATrailThatIsBeingWritten_CanBeVerified()
    {
        using var trail = await _bed.StartAsync();
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(trail, stop.Token);

        for (var i = 0; i < 20; i++)
            Assert.Equal((0, ""), (Run("audit", "verify", _bed.Folder), _errors.ToString()));

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task ABadTrail_NamesFileLineAndReason()
    {
        await _bed.WriteAsync(2);
        var text = File.ReadAllText(_bed.Segment(1));
        File.WriteAllText(_bed.Segment(1), text.Replace("tool-1", "tool-7", StringComparison.Ordinal));

        Assert.Equal(1, Run("audit", "verify", _bed.Folder));
        Assert.Contains(
            "BAD audit-0000000001.jsonl:4: the row is not the one", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit", "verify")]
    [InlineData("audit", "verify", "here", "--key")]
    [InlineData("audit", "verify", "here", "--expect", "7")]
    [InlineData("audit", "burn", "here")]
    public void WhatIsNotUnderstood_GetsTheUsage(params string[] args)
    {
        Assert.Equal(2, Run(args));
        Assert.Contains("Usage: audit verify", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ADirectoryThatIsNotThere_IsNamed()
    {
        Assert.Equal(2, Run("audit", "verify", "/nowhere/at/all"));
        Assert.Contains("/nowhere/at/all", _errors.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _bed.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    private static async Task WriteAsync(AuditTrail trail, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await trail.DecideAsync(TrailBed.Row("echo"));
    }

    private int Run(params string[] args) => AuditCommand.Run(args, _output, _errors);
}
