namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// Forgets clients of documents that nobody let in. Anybody can have one stored by naming its address; should it come
/// again, its document is read again.
/// </summary>
internal sealed partial class UnusedDocuments(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<UnusedDocuments> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(20);

    /// <summary>Longer than a person can take to sign in and agree.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DocumentStore>()
            .DeleteUnusedAsync(clock.GetUtcNow() - Age, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryForgetAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task TryForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var count = await ForgetAsync(cancellationToken);
            if (count > 0)
                LogForgotten(count);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Forgot {Count} clients of documents that nobody had let in")]
    private partial void LogForgotten(int count);

    [LoggerMessage(LogLevel.Error, "Forgetting unused clients failed; the next attempt is in 20 minutes")]
    private partial void LogFailed(Exception exception);
}
