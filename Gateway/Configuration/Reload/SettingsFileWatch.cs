using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>Looks at the files of servers and rules every second or so.</summary>
internal sealed class SettingsFileWatch(IEnumerable<SettingsFile> watched, IOptions<McpOptions> options, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.FileInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var file in watched)
                file.Look();
        }
    }
}
