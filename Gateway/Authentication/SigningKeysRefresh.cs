using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Authentication;

/// <summary>Fetches the keys at start and from then on regularly, so that requests seldom have to.</summary>
internal sealed class SigningKeysRefresh(SigningKeys keys, IOptions<McpOptions> options, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await keys.RefreshAsync(stoppingToken);
            if (keys.Current.IsLoaded)
                await Task.Delay(options.Value.Authorization.JwksRefreshInterval, time, stoppingToken);
        }
    }
}
