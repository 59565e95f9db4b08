using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Clients;

/// <summary>
/// Takes a client out of service. Its row stays, with nothing that it could do, until its last access token has
/// expired: the tokens would go with it, and the gateway learns from their rows that they were revoked.
/// </summary>
internal sealed class ClientRemoval(
    IOpenIddictApplicationManager clients,
    IOpenIddictAuthorizationManager authorizations,
    IOpenIddictTokenManager tokens,
    IdentityDatabase database,
    AuditLog audit,
    TimeProvider clock)
{
    public async Task RemoveAsync(
        object client, string reason, CancellationToken cancellationToken, Guid? actorId = null)
    {
        var clientId = await clients.GetClientIdAsync(client, cancellationToken);
        var id = await clients.GetIdAsync(client, cancellationToken)
            ?? throw new InvalidOperationException("A stored client has an id.");

        // First, so that nothing is issued to it while the rest is revoked.
        var descriptor = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(descriptor, client, cancellationToken);
        descriptor.Permissions.Clear();
        descriptor.RedirectUris.Clear();
        ClientProperties.Remove(descriptor.Properties, clock.GetUtcNow());
        await clients.UpdateAsync(client, descriptor, cancellationToken);

        await authorizations.RevokeByApplicationIdAsync(id, cancellationToken);
        await tokens.RevokeByApplicationIdAsync(id, cancellationToken);
        await database.RememberedConsents.Where(consent => consent.ClientId == clientId)
            .ExecuteDeleteAsync(cancellationToken);
        await database.ClientUses.Where(use => use.ClientId == clientId).ExecuteDeleteAsync(cancellationToken);
        await audit.RecordAsync(new AuditEvent(AuditKind.ClientRemoved)
        {
            ClientId = clientId, ActorId = actorId, Detail = reason,
        });
    }
}
