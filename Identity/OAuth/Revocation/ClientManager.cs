using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Revocation;

/// <summary>
/// Removes clients so that their access tokens die. OpenIddict deletes the entries of the tokens along with the client,
/// and of what has no entry the gateway would never learn; so they are revoked, and outlive it until they expire.
/// </summary>
internal sealed class ClientManager(
    IOpenIddictApplicationCache<OpenIddictEntityFrameworkCoreApplication> cache,
    ILogger<OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<OpenIddictEntityFrameworkCoreApplication> store,
    IdentityDatabase database)
    : OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>(cache, logger, options, store)
{
    public override async ValueTask DeleteAsync(
        OpenIddictEntityFrameworkCoreApplication application, CancellationToken cancellationToken = default)
    {
        var stamp = Guid.NewGuid().ToString();
        await database.Set<OpenIddictEntityFrameworkCoreToken>()
            .Where(token => token.Application!.Id == application.Id && token.Type == TokenTypeIdentifiers.AccessToken)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(token => token.Status, Statuses.Revoked)
                    .SetProperty(token => token.ConcurrencyToken, stamp)
                    .SetProperty(token => EF.Property<string?>(token, "AuthorizationId"), (string?)null)
                    .SetProperty(token => EF.Property<string?>(token, "ApplicationId"), (string?)null),
                cancellationToken);
        await base.DeleteAsync(application, cancellationToken);
    }
}
