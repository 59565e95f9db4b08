namespace McpAspire.Identity.Audit;

/// <summary>Writes the records of the service while it runs.</summary>
internal sealed class AuditWriter(AuditLog log, AuditDrain drain) : BackgroundService
{
    /// <summary>Writes what is left: by now no request is running any more.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        log.Complete();
        if (ExecuteTask is { } running)
            await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <summary>Ends when the log is completed, not before: the token would cut off the last records.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => drain.RunAsync(CancellationToken.None);
}
