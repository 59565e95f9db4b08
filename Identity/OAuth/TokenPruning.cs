using OpenIddict.Abstractions;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// Deletes tokens and authorizations that can no longer be used, so that the database does not grow for ever.
/// </summary>
internal sealed partial class TokenPruning(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<TokenPruning> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Spent refresh tokens are kept this long, because their reuse is what gives a thief away.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromDays(14);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryPruneAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops, or did not get to start: the host would report that as a failure of this one.
        }
    }

    private async Task TryPruneAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PruneAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var threshold = clock.GetUtcNow() - Age;
        // Tokens first: an authorization that still has one is kept.
        var tokens = await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
            .PruneAsync(threshold, cancellationToken);
        var authorizations = await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>()
            .PruneAsync(threshold, cancellationToken);
        LogPruned(tokens, authorizations);
    }

    [LoggerMessage(LogLevel.Debug, "Pruned {Tokens} tokens and {Authorizations} authorizations")]
    private partial void LogPruned(long tokens, long authorizations);

    [LoggerMessage(LogLevel.Error, "Pruning failed; the next attempt is in an hour")]
    private partial void LogFailed(Exception exception);
}
