using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using McpAspire.AppHost.Tests.Graph;
using McpAspire.OfflineAspire.Running;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.AppHost.Tests.Offline;

public sealed class CrashTests
{
    [Fact]
    public async Task CrashedResource_IsReportedWithItsLastLines_AndTheOthersGoOn()
    {
        using var data = new TemporaryDirectory();
        var output = new RecordedOutput();
        await using var graph = await RunningGraph.StartAsync(
            data.Path, configure: services => services.AddSingleton<IOutput>(output));
        var written = output.Lines.Where(line => line.Resource == "everything").Select(line => line.Text).ToArray();
        var backend = await Processes.IdOfAsync(graph, "everything");

        using (var process = Process.GetProcessById(backend))
            process.Kill();
        var ended = await graph.Application.ResourceNotifications.WaitForResourceAsync(
                "everything", change => change.Snapshot.ExitCode is not null, TestContext.Current.CancellationToken)
            .Within();

        Assert.Equal(KnownResourceStates.Exited, ended.Snapshot.State?.Text);
        Assert.Equal(137, ended.Snapshot.ExitCode);
        var report = Assert.Single(output.Problems);
        Assert.StartsWith("everything ended by itself with exit code 137.", report, StringComparison.Ordinal);
        Assert.All(written.TakeLast(20), line => Assert.Contains(line, report, StringComparison.Ordinal));
        foreach (var other in new[] { "redis", "identity", "gateway" })
            Assert.True(Processes.Live(await Processes.IdOfAsync(graph, other)), other);
    }

    [Fact]
    public void Last_AfterManyLines_AreTheLastTwenty()
    {
        var lines = new ResourceLines("x", new RecordedOutput());

        for (var i = 0; i < 50; i++)
            lines.Write($"line {i}");

        Assert.Equal(Enumerable.Range(30, 20).Select(i => $"line {i}"), lines.Last());
    }
}
