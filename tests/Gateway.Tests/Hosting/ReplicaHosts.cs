using McpAspire.Gateway.Sessions;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>
/// Two replicas of the gateway with one redis-server, one issuer and one backend, both of the first. The second never
/// forgets by itself what it has learned.
/// </summary>
internal sealed class ReplicaHosts(RedisServer redis, GatewayHost first, GatewayHost second) : IAsyncDisposable
{
    public RedisServer Redis { get; } = redis;

    public GatewayHost First { get; } = first;

    public GatewayHost Second { get; } = second;

    public static async Task<ReplicaHosts> StartAsync(
        Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var redis = await RedisServer.StartNewAsync();
        var common = new Dictionary<string, string?>(settings ?? [])
        {
            ["ConnectionStrings:gateway-redis"] = redis.ConnectionString,
            ["Mcp:StateKey"] = Convert.ToBase64String(new byte[32]),
        };
        var first = await GatewayHost.StartAsync(common, configure: configure);
        var second = await GatewayHost.StartAsync(
            new(common)
            {
                ["Mcp:Servers:everything:Url"] = first.Backend.Endpoint.AbsoluteUri,
                ["Mcp:Authorization:JwksAddress"] = first.Issuer.JwksAddress.AbsoluteUri,
            },
            new StoppedWatch(),
            configure: configure);
        await HearAsync(first, second);
        return new ReplicaHosts(redis, first, second);
    }

    /// <summary>Returns when each hears the other; they listen as soon as they can, which is after they answer.</summary>
    public static Task HearAsync(GatewayHost one, GatewayHost other) => Eventually.HoldsAsync(
        async () => await HearsAsync(one, other) && await HearsAsync(other, one), "the replicas hear each other");

    public static IReplicaBus Bus(GatewayHost gateway) => gateway.Services.GetRequiredService<IReplicaBus>();

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Redis.DisposeAsync();
    }

    /// <summary>What is told to all is what a replica listens to last.</summary>
    private static async Task<bool> HearsAsync(GatewayHost from, GatewayHost to)
    {
        var heard = new TaskCompletionSource();
        using var handler = Bus(to).Handle("hear", (_, _) =>
        {
            heard.TrySetResult();
            return new(ReadOnlyMemory<byte>.Empty);
        });
        try
        {
            await Bus(from).TellAllAsync("hear", default, TestContext.Current.CancellationToken);
            await heard.Task.Within(TimeSpan.FromMilliseconds(200));
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or SharedStateException)
        {
            return false;
        }
    }
}
