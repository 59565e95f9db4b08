using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>Asks for the revoked tokens again and again; no request ever waits for it.</summary>
internal sealed partial class RevocationsPoll(
    RevocationList list,
    IOptions<McpOptions> options,
    TimeProvider time,
    ILogger<RevocationsPoll> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!list.IsOn)
        {
            LogOff();
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await list.FetchAsync(stoppingToken);
            await Task.Delay(options.Value.Authorization.RevocationsInterval, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Mcp:Authorization:RevocationsAddress is not set: a revoked access token counts "
        + "until it expires")]
    private partial void LogOff();
}
