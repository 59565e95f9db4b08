namespace McpAspire.Identity.Storage;

/// <summary>
/// What a database needs done again and again: at start, and from then on at each turn of a period. A failure costs one
/// turn and never the service.
/// </summary>
/// <param name="scopes">Gives each turn services of its own.</param>
/// <param name="clock">The clock of the period.</param>
/// <param name="logger">Hears of failures.</param>
/// <param name="task">What is done, as the beginning of a sentence: "Deleting old records".</param>
/// <param name="period">The time between two turns.</param>
internal abstract partial class Upkeep(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger logger, string task, TimeSpan period) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, clock);
        try
        {
            do
                await TryRunAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops, or did not get to start: the host would report that as a failure of this one.
        }
    }

    /// <summary>One turn.</summary>
    protected abstract Task RunAsync(IServiceProvider services, CancellationToken cancellationToken);

    private async Task TryRunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await RunAsync(scope.ServiceProvider, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // A time-out of the database is a cancellation, too, and must not end the service.
            LogFailed(logger, exception, task, period);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Task} failed; the next attempt is in {Period}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string task, TimeSpan period);
}
