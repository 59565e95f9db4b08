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
            lost += await WriteAsync(batch, done);
            // A full batch has more behind it.
            if (batch.Count < BatchSize)
                await PauseAsync(done);
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

    private async Task PauseAsync(CancellationToken done) =>
        await Task.Delay(Pause, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<int> WriteAsync(List<AuditRecord> batch, CancellationToken done)
    {
        if (batch.Count == 0 || await TryWriteAsync(batch) is not { } failure)
            return 0;

        if (!failure.IsOfRecords())
        {
            // It may have been away for a moment.
            await PauseAsync(done);
            if (await TryWriteAsync(batch) is not { } again)
                return 0;

            failure = again;
        }

        if (failure.IsOfRecords())
            return await WriteSinglyAsync(batch);
        LogFailed(failure, batch.Count);
        return batch.Count;
    }

    /// <summary>What the database refuses of one record must not cost the others of its transaction.</summary>
    private async Task<int> WriteSinglyAsync(List<AuditRecord> batch)
    {
        var lost = 0;
        for (var index = 0; index < batch.Count; index++)
        {
            if (await TryWriteAsync([batch[index]]) is not { } failure)
                continue;

            // A database that is away is not asked about each.
            var count = failure.IsOfRecords() ? 1 : batch.Count - index;
            LogFailed(failure, count);
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

    [LoggerMessage(LogLevel.Error, "{Count} audit records could not be written to the database")]
    private partial void LogFailed(Exception exception, int count);
}
