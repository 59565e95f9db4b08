using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>Looks at the file of servers every second or so.</summary>
internal sealed class ServersFileWatch(ServersFile file, IOptions<McpOptions> options, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.FileInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            file.Look();
    }
}
