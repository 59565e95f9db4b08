namespace McpAspire.Gateway.Sessions;

/// <summary>Has this replica listen to the others as soon as Redis is there, without holding up the start.</summary>
internal sealed class RedisBusListener(IServiceProvider services, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!SessionsExtensions.HasRedis(services))
            return;

        var bus = services.GetRequiredService<RedisBus>();
        while (!await bus.TryListenAsync())
            await Task.Delay(Pause, time, stoppingToken);
    }
}
