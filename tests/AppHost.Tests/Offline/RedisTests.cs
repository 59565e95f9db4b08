using Aspire.Hosting.Testing;
using McpAspire.AppHost.Tests.Graph;
using StackExchange.Redis;

namespace McpAspire.AppHost.Tests.Offline;

public sealed class RedisTests : IDisposable
{
    private const string NoPrograms = "--PATH=/nowhere";
    private readonly TemporaryDirectory _data = new();

    [Theory]
    [InlineData("redis-server")]
    [InlineData("McpAspire.OfflineAspire.Garnet", NoPrograms)]
    public async Task Redis_IsTheServerOfTheMachineOrGarnet(string program, params string[] args)
    {
        await using var graph = await RunningGraph.StartAsync(_data.Path, args);

        var id = await Processes.IdOfAsync(graph, "redis");

        Assert.Contains(program, Processes.CommandLine(id), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData(NoPrograms)]
    public async Task Redis_AfterARestart_HasWhatWasWritten(params string[] args)
    {
        await using (var graph = await RunningGraph.StartAsync(_data.Path, args))
        {
            await using var redis = await ConnectAsync(graph);
            Assert.True(await redis.GetDatabase().StringSetAsync("kept", "yes", TimeSpan.FromHours(1), When.NotExists));
        }

        await using (var graph = await RunningGraph.StartAsync(_data.Path, args))
        {
            await using var redis = await ConnectAsync(graph);
            Assert.Equal("yes", await redis.GetDatabase().StringGetAsync("kept"));
        }
    }

    [Theory]
    [InlineData]
    [InlineData(NoPrograms)]
    public async Task Redis_HoldsAGeneratedPasswordThatNobodySees(params string[] args)
    {
        await using var graph = await RunningGraph.StartAsync(_data.Path, args);
        var connection = ConfigurationOptions.Parse(await ConnectionStringAsync(graph));
        var id = await Processes.IdOfAsync(graph, "redis");

        Assert.True(connection.Password!.Length >= 22);
        Assert.DoesNotContain(connection.Password, Processes.CommandLine(id), StringComparison.Ordinal);
        connection.Password = null;
        connection.ConnectRetry = 0;
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(connection));
    }

    [Theory]
    [InlineData]
    [InlineData(NoPrograms)]
    public async Task Scripts_OfManyConnections_AreAtomic(params string[] args)
    {
        const string increment = "local n = redis.call('GET', KEYS[1]) or '0'; redis.call('SET', KEYS[1], n + 1)";
        await using var graph = await RunningGraph.StartAsync(_data.Path, args);
        var connections = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ConnectAsync(graph)));

        await Task.WhenAll(connections.SelectMany(connection => Enumerable.Range(0, 250).Select(_ =>
            connection.GetDatabase().ScriptEvaluateAsync(increment, [new RedisKey("counter")]))));

        Assert.Equal(1000, (int)await connections[0].GetDatabase().StringGetAsync("counter"));
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    private static async Task<ConnectionMultiplexer> ConnectAsync(RunningGraph graph) =>
        await ConnectionMultiplexer.ConnectAsync(await ConnectionStringAsync(graph));

    private static async Task<string> ConnectionStringAsync(RunningGraph graph) =>
        (await graph.Application.GetConnectionStringAsync("redis", TestContext.Current.CancellationToken))!;
}
