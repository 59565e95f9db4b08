using Aspire.Hosting;
using McpAspire.AppHost.Tests.Graph;
using McpAspire.OfflineAspire.Running;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.AppHost.Tests.Offline;

public sealed class StopTests
{
    private static readonly string[] Resources = ["redis", "gateway-redis", "everything", "identity", "gateway"];

    [Fact]
    public async Task Stop_EndsEveryProcess_DependentsFirst()
    {
        using var data = new TemporaryDirectory();
        var output = new RecordedOutput();
        var ids = new List<int>();
        await using (var graph = await RunningGraph.StartAsync(
            data.Path, configure: services => services.AddSingleton<IOutput>(output)))
        {
            foreach (var resource in Resources)
                ids.Add(await Processes.IdOfAsync(graph, resource));
            Assert.All(ids, id => Assert.True(Processes.Live(id)));
        }

        Assert.All(ids, id => Assert.False(Processes.Live(id)));
        Assert.Empty(output.Problems);
        var order = output.Lines.Select((line, index) => (line.Resource, line.Text, index))
            .Where(line => IsFarewell(line.Text))
            .GroupBy(line => line.Resource)
            .ToDictionary(group => group.Key, group => group.First().index);
        Assert.True(order["gateway"] < order["identity"]);
        Assert.True(order["identity"] < order["redis"]);
        Assert.True(order["gateway"] < order["gateway-redis"]);
    }

    [Fact]
    public void Order_PutsThoseThatWaitBeforeThoseTheyWaitFor()
    {
        var builder = DistributedApplication.CreateBuilder();
        var redis = builder.AddContainer("redis", "redis", "8");
        var identity = builder.AddContainer("identity", "identity", "1").WaitFor(redis);
        var backend = builder.AddContainer("backend", "backend", "1");
        builder.AddContainer("gateway", "gateway", "1").WaitFor(identity).WaitFor(backend);

        var ranks = StopOrder.Of(builder.Resources)
            .Select(rank => rank.Select(resource => resource.Name).Order(StringComparer.Ordinal).ToArray());

        Assert.Equal([["gateway"], ["identity"], ["backend", "redis"]], ranks);
    }

    [Fact]
    public async Task Stop_OfAProgramThatDoesNotListen_KillsItAfterAGrace()
    {
        var lines = new ResourceLines("stubborn", new RecordedOutput());
        using var watchdog = new Watchdog();
        var command = new ChildCommand("/bin/sh", ["-c", "trap '' TERM; echo ready; while :; do sleep 1; done"], "/");
        using var child = ChildProcess.Start(
            command, [], lines, watchdog, new(Environment.GetEnvironmentVariable("PATH")), TimeProvider.System);
        await Eventually.HoldsAsync(() => lines.Last().Contains("ready"), "the program runs");

        await child.StopAsync().Within();

        Assert.Equal(137, await child.Exited);
        Assert.False(Processes.Live(child.Id));
    }

    private static bool IsFarewell(string line) =>
        line.Contains("Application is shutting down", StringComparison.Ordinal)
        || line.Contains("User requested shutdown", StringComparison.Ordinal);
}
