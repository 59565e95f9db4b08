using System.Text.Json;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Clients;

/// <summary>
/// Deletes what nobody would miss: clients that strangers registered and nobody uses, and the remains of removed ones.
/// A client for which anything is granted or remembered stays, and so does whatever an operator set up.
/// </summary>
internal sealed class UnusedClients(
    IdentityDatabase database, IOptions<RegistrationOptions> options, AuditLog audit, TimeProvider clock)
{
    public async Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - options.Value.UnusedAge;
        var idle = await Idle(before).Select(client => new { client.Id, client.ClientId, client.Properties })
            .ToListAsync(cancellationToken);
        var deleted = 0;
        foreach (var client in idle.Where(client => IsStale(client.Properties, before)))
        {
            // Asked once more, since somebody may have come in between.
            if (await Idle(before).Where(it => it.Id == client.Id).ExecuteDeleteAsync(cancellationToken) == 0)
                continue;

            await database.ClientUses.Where(use => use.ClientId == client.ClientId)
                .ExecuteDeleteAsync(cancellationToken);
            await audit.RecordAsync(new AuditEvent(AuditKind.ClientRemoved)
            {
                ClientId = client.ClientId, Detail = "nobody uses it",
            });
            deleted++;
        }

        return deleted;
    }

    private IQueryable<OpenIddictEntityFrameworkCoreApplication> Idle(DateTimeOffset before) =>
        database.Set<OpenIddictEntityFrameworkCoreApplication>().Where(client =>
            !client.Tokens.Any()
            && !client.Authorizations.Any()
            && !database.RememberedConsents.Any(consent => consent.ClientId == client.ClientId)
            && !database.ClientUses.Any(use => use.ClientId == client.ClientId && use.LastAt >= before));

    private static bool IsStale(string? json, DateTimeOffset before)
    {
        var properties = string.IsNullOrEmpty(json)
            ? null
            : JsonSerializer.Deserialize(json, ClientJson.Default.ImmutableDictionaryStringJsonElement);
        if (properties is null)
            return false;
        if (ClientProperties.RemovedAtOf(properties) is { } removedAt)
            return removedAt < before;
        return ClientProperties.OriginOf(properties) is ClientOrigin.Registered
            && ClientProperties.RegisteredAtOf(properties) is { } registeredAt && registeredAt < before;
    }
}
