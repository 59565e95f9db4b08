using McpAspire.Identity.Audit;
using McpAspire.Identity.Clients.Configured;
using McpAspire.Identity.OAuth.Resources;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients.Administration;

/// <summary>What administrators can do about clients, from the pages and from the command line.</summary>
internal sealed class ClientAdministration(
    IOpenIddictApplicationManager clients,
    ClientRegistry registry,
    ClientRemoval removal,
    OwnOrigins own,
    IOptions<ResourceOptions> resources,
    IdentityDatabase database,
    AuditLog audit)
{
    /// <summary>All clients in service, by their names.</summary>
    public async Task<IReadOnlyList<ClientInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var uses = await database.ClientUses.GroupBy(use => use.ClientId)
            .Select(group => new { Id = group.Key, At = group.Max(use => use.LastAt) })
            .ToDictionaryAsync(use => use.Id, use => use.At, StringComparer.Ordinal, cancellationToken);
        var all = new List<ClientInfo>();
        await foreach (var client in clients.ListAsync(cancellationToken: cancellationToken))
        {
            var properties = await clients.GetPropertiesAsync(client, cancellationToken);
            if (ClientProperties.RemovedAtOf(properties) is not null)
                continue;

            var id = await clients.GetClientIdAsync(client, cancellationToken) ?? string.Empty;
            var permissions = await clients.GetPermissionsAsync(client, cancellationToken);
            all.Add(new ClientInfo(
                id,
                await clients.GetDisplayNameAsync(client, cancellationToken),
                ClientProperties.OriginOf(properties),
                await clients.HasClientTypeAsync(client, ClientTypes.Public, cancellationToken),
                await clients.GetRedirectUrisAsync(client, cancellationToken),
                [.. permissions.Where(it => it.StartsWith(Permissions.Prefixes.GrantType, StringComparison.Ordinal))
                    .Select(it => it[Permissions.Prefixes.GrantType.Length..])],
                ClientProperties.RegisteredAtOf(properties),
                uses.TryGetValue(id, out var at) ? at : null));
        }

        return [.. all.OrderBy(client => client.Name ?? client.Id, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Adds a client by the rules of configured ones; its secret is told this once.</summary>
    public async Task<AddedClient> AddAsync(NewClient client, Guid? actorId, CancellationToken cancellationToken)
    {
        var settings = new ConfiguredClient
        {
            Name = client.Name,
            RedirectUris = client.RedirectUris,
            Scopes = client.Scopes,
            Resources = client.Resources,
            Jwks = string.IsNullOrWhiteSpace(client.Jwks) ? null : client.Jwks,
            Secret = client.IsPublic || !string.IsNullOrWhiteSpace(client.Jwks) ? null : ClientRegistry.NewSecret(),
        };
        var problems = ConfiguredClientRules.ProblemsOf(string.Empty, settings, resources.Value, own).ToList();
        if (problems.Count > 0)
            return new AddedClient(null, null, problems);

        var added = await registry.AddAsync(settings.ToMetadata(), ClientOrigin.Administrator, cancellationToken);
        await audit.RecordAsync(new AuditEvent(AuditKind.ClientAdded)
        {
            ClientId = added.Id, ActorId = actorId, Method = "administrator", Detail = client.Name,
        });
        return new AddedClient(added.Id, added.Secret, []);
    }

    /// <summary>Takes a client out of service: nothing that it was given is good any more.</summary>
    public async Task<RemovedClient> RemoveAsync(string id, Guid? actorId, CancellationToken cancellationToken)
    {
        if (await clients.FindByClientIdAsync(id, cancellationToken) is not { } client)
            return RemovedClient.Unknown;

        var properties = await clients.GetPropertiesAsync(client, cancellationToken);
        if (ClientProperties.RemovedAtOf(properties) is not null)
            return RemovedClient.Unknown;
        if (ClientProperties.OriginOf(properties) == ClientOrigin.Configured)
            return RemovedClient.Configured;

        await removal.RemoveAsync(client, "an administrator removed it", cancellationToken, actorId);
        return RemovedClient.Removed;
    }
}
