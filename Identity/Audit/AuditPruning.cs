using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Audit;

/// <summary>Deletes records whose time is over.</summary>
internal sealed partial class AuditPruning(
    IServiceScopeFactory scopes, IOptions<AuditOptions> options, TimeProvider clock, ILogger<AuditPruning> logger)
    : Upkeep(scopes, clock, logger, "Deleting old audit records", TimeSpan.FromHours(1))
{
    private readonly TimeProvider _clock = clock;
    private readonly ILogger _logger = logger;

    protected override async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var oldest = _clock.GetUtcNow() - options.Value.Retention;
        LogPruned(await services.GetRequiredService<IdentityDatabase>().AuditRecords
            .Where(record => record.At < oldest).ExecuteDeleteAsync(cancellationToken));
    }

    [LoggerMessage(LogLevel.Debug, "Deleted {Count} audit records")]
    private partial void LogPruned(int count);
}
