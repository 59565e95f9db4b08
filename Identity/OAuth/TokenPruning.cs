using McpAspire.Identity.Storage;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// Deletes tokens and authorizations that can no longer be used, so that the database does not grow for ever.
/// </summary>
internal sealed partial class TokenPruning(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<TokenPruning> logger)
    : Upkeep(scopes, clock, logger, "Deleting old tokens", TimeSpan.FromHours(1))
{
    /// <summary>Spent refresh tokens are kept this long, because their reuse is what gives a thief away.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromDays(14);

    private readonly TimeProvider _clock = clock;
    private readonly ILogger _logger = logger;

    protected override async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var threshold = _clock.GetUtcNow() - Age;
        // Tokens first: an authorization that still has one is kept.
        var tokens = await services.GetRequiredService<IOpenIddictTokenManager>()
            .PruneAsync(threshold, cancellationToken);
        var authorizations = await services.GetRequiredService<IOpenIddictAuthorizationManager>()
            .PruneAsync(threshold, cancellationToken);
        LogPruned(tokens, authorizations);
    }

    [LoggerMessage(LogLevel.Debug, "Pruned {Tokens} tokens and {Authorizations} authorizations")]
    private partial void LogPruned(long tokens, long authorizations);
}
