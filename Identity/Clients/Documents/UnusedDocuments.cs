using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// Forgets clients of documents that nobody let in. Anybody can have one stored by naming its address; should it come
/// again, its document is read again.
/// </summary>
internal sealed partial class UnusedDocuments(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<UnusedDocuments> logger)
    : Upkeep(scopes, clock, logger, "Forgetting unused clients of documents", TimeSpan.FromMinutes(20))
{
    /// <summary>Longer than a person can take to sign in and agree.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private readonly IServiceScopeFactory _scopes = scopes;
    private readonly TimeProvider _clock = clock;
    private readonly ILogger _logger = logger;

    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await ForgetAsync(scope.ServiceProvider, cancellationToken);
    }

    protected override async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var count = await ForgetAsync(services, cancellationToken);
        if (count > 0)
            LogForgotten(count);
    }

    private Task<int> ForgetAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<DocumentStore>().DeleteUnusedAsync(_clock.GetUtcNow() - Age, cancellationToken);

    [LoggerMessage(LogLevel.Information, "Forgot {Count} clients of documents that nobody had let in")]
    private partial void LogForgotten(int count);
}
