namespace McpAspire.Identity.Clients;

/// <summary>Has unused clients deleted, at start and from then on every hour.</summary>
internal sealed partial class UnusedClientPruning(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<UnusedClientPruning> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
                await TryPruneAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops: the host would report that as a failure of this one.
        }
    }

    private async Task TryPruneAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            LogPruned(await scope.ServiceProvider.GetRequiredService<UnusedClients>().DeleteAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Deleted {Count} unused clients")]
    private partial void LogPruned(int count);

    [LoggerMessage(LogLevel.Error, "Unused clients could not be deleted; the next attempt is in an hour")]
    private partial void LogFailed(Exception exception);
}
