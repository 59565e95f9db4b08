using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Clients;

/// <summary>Has unused clients deleted.</summary>
internal sealed partial class UnusedClientPruning(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<UnusedClientPruning> logger)
    : Upkeep(scopes, clock, logger, "Deleting unused clients", TimeSpan.FromHours(1))
{
    private readonly ILogger _logger = logger;

    protected override async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        LogPruned(await services.GetRequiredService<UnusedClients>().DeleteAsync(cancellationToken));

    [LoggerMessage(LogLevel.Debug, "Deleted {Count} unused clients")]
    private partial void LogPruned(int count);
}
