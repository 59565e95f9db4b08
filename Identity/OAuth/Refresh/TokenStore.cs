using McpAspire.Identity.Storage;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>
/// Holds the entries of new tokens back while one request issues several, so that all are written in one transaction:
/// each one of their own would wait for the disk.
/// </summary>
internal sealed class TokenStore(
    IMemoryCache cache,
    IOpenIddictEntityFrameworkCoreContext context,
    IOptionsMonitor<OpenIddictEntityFrameworkCoreOptions> options,
    IdentityDatabase database,
    TokenWrites writes)
    : OpenIddictEntityFrameworkCoreTokenStore<OpenIddictEntityFrameworkCoreToken,
        OpenIddictEntityFrameworkCoreApplication, OpenIddictEntityFrameworkCoreAuthorization, string>(
        cache, context, options)
{
    public override ValueTask CreateAsync(
        OpenIddictEntityFrameworkCoreToken token, CancellationToken cancellationToken)
    {
        if (!writes.AreHeld)
            return base.CreateAsync(token, cancellationToken);

        database.Add(token);
        return default;
    }
}
