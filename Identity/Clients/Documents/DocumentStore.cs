using System.Collections.Immutable;
using System.Text.Json;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>The clients of documents in the database.</summary>
internal sealed class DocumentStore(
    IdentityDatabase database,
    IOpenIddictApplicationManager clients,
    ClientRegistry registry,
    AuditLog audit,
    TimeProvider clock)
{
    /// <summary>
    /// Asks the database itself: what OpenIddict has read once in a request it does not read again, and the client may
    /// be about to change.
    /// </summary>
    public async Task<KnownClient?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        var stored = await database.Set<OpenIddictEntityFrameworkCoreApplication>().AsNoTracking()
            .Where(client => client.ClientId == clientId).Select(client => client.Properties)
            .ToListAsync(cancellationToken);
        if (stored.Count == 0)
            return null;

        var properties = Read(stored[0]);
        return new KnownClient(
            ClientProperties.OriginOf(properties),
            ClientProperties.DigestOf(properties),
            ClientProperties.RemovedAtOf(properties) is not null);
    }

    public async Task WriteAsync(string clientId, ClientMetadata client, CancellationToken cancellationToken)
    {
        var before = new OpenIddictApplicationDescriptor();
        if (await clients.FindByClientIdAsync(clientId, cancellationToken) is { } known)
            await clients.PopulateAsync(before, known, cancellationToken);

        var writing = await registry.PutAsync(clientId, client, ClientOrigin.Metadata, cancellationToken);
        if (writing is not ClientWriting.Changed)
            return;

        var redirects = client.RedirectUris.SelectMany(RedirectUris.Stored);
        var isAnother = before.DisplayName != client.Name || !before.RedirectUris.SetEquals(redirects);
        if (isAnother)
            await ForgetConsentsAsync(clientId, cancellationToken);
        await audit.RecordAsync(new AuditEvent(AuditKind.ClientChanged)
        {
            ClientId = clientId,
            Method = "document",
            Detail = isAnother ? "name or redirect URIs" : "other metadata",
        });
    }

    /// <summary>Deletes those, first seen before then, that hold nothing and are held by nobody.</summary>
    public async Task<int> DeleteUnusedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var unused = await database.Set<OpenIddictEntityFrameworkCoreApplication>().AsNoTracking()
            .Where(client => client.ClientId!.StartsWith("https://") && !client.Tokens.Any()
                && !client.Authorizations.Any()
                && !database.RememberedConsents.Any(consent => consent.ClientId == client.ClientId)
                && !database.ClientUses.Any(use => use.ClientId == client.ClientId))
            .ToListAsync(cancellationToken);
        var deleted = 0;
        foreach (var client in unused)
        {
            var properties = Read(client.Properties);
            if (ClientProperties.OriginOf(properties) is not ClientOrigin.Metadata
                || ClientProperties.RegisteredAtOf(properties) > before)
            {
                continue;
            }

            // The condition again: somebody may have let it in meanwhile.
            deleted += await database.Set<OpenIddictEntityFrameworkCoreApplication>()
                .Where(it => it.Id == client.Id && !it.Tokens.Any() && !it.Authorizations.Any())
                .ExecuteDeleteAsync(cancellationToken);
        }

        return deleted;
    }

    /// <summary>
    /// People agreed to a name and an address; with others they are asked again. What they had agreed to stays to be
    /// seen among their applications.
    /// </summary>
    private async Task ForgetConsentsAsync(string clientId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await database.RememberedConsents.Where(consent => consent.ClientId == clientId)
            .ExecuteUpdateAsync(row => row.SetProperty(consent => consent.ExpiresAt, now), cancellationToken);
    }

    private static ImmutableDictionary<string, JsonElement> Read(string? properties) =>
        string.IsNullOrEmpty(properties)
            ? ImmutableDictionary<string, JsonElement>.Empty
            : JsonSerializer.Deserialize(properties, DocumentJson.Default.DictionaryStringJsonElement)!
                .ToImmutableDictionary();
}
