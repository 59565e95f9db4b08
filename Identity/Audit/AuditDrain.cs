using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Audit;

/// <summary>Brings the records into the table, many in one transaction when many have come.</summary>
internal sealed partial class AuditDrain(
    AuditLog log, IServiceScopeFactory scopes, TimeProvider clock, ILogger<AuditDrain> logger)
{
    private const int BatchSize = 200;

    /// <summary>Under load, records come together: every write waits for the disk and holds up others.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Writes until the log takes no more records, or whoever records is done, and then what is left. Returns how many
    /// stand in the log of the service alone.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken done)
    {
        var lost = 0;
        while (await HasRecordAsync(done))
        {
            var batch = new List<AuditRecord>();
            while (batch.Count < BatchSize && log.Records.TryRead(out var record))
                batch.Add(record);
            lost += await WriteAsync(batch);
            await Task.Delay(Pause, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return lost;
    }

    private async Task<bool> HasRecordAsync(CancellationToken done)
    {
        try
        {
            return await log.Records.WaitToReadAsync(done);
        }
        catch (OperationCanceledException)
        {
            return log.Records.TryPeek(out _);
        }
    }

    /// <summary>What the database refuses of one record must not cost the others of its transaction.</summary>
    private async Task<int> WriteAsync(List<AuditRecord> batch)
    {
        if (batch.Count == 0 || await TryWriteAsync(batch) is null)
            return 0;

        var lost = 0;
        for (var index = 0; index < batch.Count; index++)
        {
            if (await TryWriteAsync([batch[index]]) is not { } refusal)
                continue;

            // A database that is away is not asked about each; it must not stop the service that tells of it.
            var count = await IsReachableAsync() ? 1 : batch.Count - index;
            LogFailed(refusal, count);
            lost += count;
            if (count > 1)
                break;
        }

        return lost;
    }

    private async Task<Exception?> TryWriteAsync(List<AuditRecord> records)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<IdentityDatabase>();
            database.AuditRecords.AddRange(records);
            await database.SaveChangesAsync();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private async Task<bool> IsReachableAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDatabase>().Database.CanConnectAsync();
    }

    [LoggerMessage(LogLevel.Error, "{Count} audit records could not be written to the database")]
    private partial void LogFailed(Exception exception, int count);
}
