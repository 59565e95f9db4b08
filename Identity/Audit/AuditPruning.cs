using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Audit;

/// <summary>Deletes records whose time is over, at start and from then on every hour.</summary>
internal sealed partial class AuditPruning(
    IServiceScopeFactory scopes,
    IOptions<AuditOptions> options,
    TimeProvider clock,
    ILogger<AuditPruning> logger) : BackgroundService
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
            var oldest = clock.GetUtcNow() - options.Value.Retention;
            var deleted = await scope.ServiceProvider.GetRequiredService<IdentityDatabase>().AuditRecords
                .Where(record => record.At < oldest).ExecuteDeleteAsync(cancellationToken);
            LogPruned(deleted);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Deleted {Count} audit records")]
    private partial void LogPruned(int count);

    [LoggerMessage(LogLevel.Error, "Old audit records could not be deleted; the next attempt is in an hour")]
    private partial void LogFailed(Exception exception);
}
