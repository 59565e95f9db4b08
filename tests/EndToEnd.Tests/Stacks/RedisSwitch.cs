using System.Net;
using McpAspire.EndToEnd.Tests.Processes;
using McpAspire.Shared;
using StackExchange.Redis;

namespace McpAspire.EndToEnd.Tests.Stacks;

/// <summary>Takes Redis away from a stack, and gives it an empty one at the same address.</summary>
internal sealed class RedisSwitch(string connectionString) : IAsyncDisposable
{
    private readonly ConfigurationOptions _options = ConfigurationOptions.Parse(connectionString);
    private ChildProcess? _server;

    public async Task OffAsync()
    {
        var options = _options.Clone();
        options.AllowAdmin = true;
        await using (var redis = await ConnectionMultiplexer.ConnectAsync(options))
            redis.GetServer(redis.GetEndPoints()[0]).Shutdown(ShutdownMode.Never);
        await Eventually.HoldsAsync(async () => !await AnswersAsync(), "Redis heeds SHUTDOWN");
    }

    public async Task OnAsync()
    {
        var (host, port) = _options.EndPoints[0] switch
        {
            IPEndPoint address => (address.Address.ToString(), address.Port),
            DnsEndPoint name => (name.Host == "localhost" ? "127.0.0.1" : name.Host, name.Port),
            var other => throw new NotSupportedException($"Redis at {other}"),
        };
        _server = ChildProcess.Start(
            "redis-server",
            ["--bind", host, "--port", $"{port}", "--requirepass", _options.Password ?? "", "--save", ""],
            Path.GetTempPath());
        await Eventually.HoldsAsync(AnswersAsync, "Redis is back");
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<bool> AnswersAsync()
    {
        var options = _options.Clone();
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 0;
        options.ConnectTimeout = 500;
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            await redis.GetDatabase().PingAsync();
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }
}
