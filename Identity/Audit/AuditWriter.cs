using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Audit;

/// <summary>Brings the records into the table, many in one transaction when many have come.</summary>
internal sealed partial class AuditWriter(
    AuditLog log, IServiceScopeFactory scopes, TimeProvider clock, ILogger<AuditWriter> logger) : BackgroundService
{
    private const int BatchSize = 200;

    /// <summary>Under load, records come together: every write waits for the disk and holds up others.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes what is left: by now no request is running any more.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        log.Complete();
        if (ExecuteTask is { } running)
            await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ends when the log is completed, not before: the token would cut off the last records.
        while (await log.Records.WaitToReadAsync(CancellationToken.None))
        {
            var batch = new List<AuditRecord>();
            while (batch.Count < BatchSize && log.Records.TryRead(out var record))
                batch.Add(record);
            await TryWriteAsync(batch);
            await Task.Delay(Pause, clock, CancellationToken.None);
        }
    }

    private async Task TryWriteAsync(List<AuditRecord> batch)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<IdentityDatabase>();
            database.AuditRecords.AddRange(batch);
            await database.SaveChangesAsync();
        }
        catch (Exception exception)
        {
            // They stand in the log; a database that is away must not stop the service that tells of it.
            LogFailed(exception, batch.Count);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Count} audit records could not be written to the database")]
    private partial void LogFailed(Exception exception, int count);
}
