using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Consent;

/// <summary>The applications that act for a person, and how they stop doing so.</summary>
internal sealed class ConnectedClients(
    IdentityDatabase database,
    ClientUses uses,
    IOpenIddictApplicationManager clients,
    IOpenIddictAuthorizationManager authorizations,
    IOpenIddictTokenManager tokens)
{
    public async Task<IReadOnlyList<ConnectedClient>> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var consents = await database.RememberedConsents.AsNoTracking()
            .Where(consent => consent.AccountId == accountId).ToListAsync(cancellationToken);
        var used = await database.ClientUses.AsNoTracking()
            .Where(use => use.AccountId == accountId).ToDictionaryAsync(use => use.ClientId, cancellationToken);

        var found = new List<ConnectedClient>();
        foreach (var id in consents.Select(consent => consent.ClientId).Union(used.Keys))
        {
            var given = consents.Where(it => it.ClientId == id).ToList();
            found.Add(await DescribeAsync(id, given, used.GetValueOrDefault(id)));
        }

        return [.. found.OrderByDescending(client => client.Use?.LastAt ?? client.FirstAt)];

        async Task<ConnectedClient> DescribeAsync(string id, List<RememberedConsent> given, ClientUse? use) => new(
            id,
            await NameOfAsync(id, cancellationToken),
            [.. given.Select(consent => HostOf(consent.RedirectUri)).Distinct()],
            [.. given.SelectMany(consent => Words(consent.Scopes)).Distinct()],
            [.. given.SelectMany(consent => Words(consent.Resources)).Distinct()],
            given.Select(consent => consent.GivenAt).Append(use?.FirstAt ?? DateTimeOffset.MaxValue).Min(),
            use);
    }

    /// <summary>
    /// Takes back every consent, authorization and token. Tokens are revoked by themselves as well: not every one
    /// belongs to an authorization.
    /// </summary>
    public async Task<bool> DisconnectAsync(Guid accountId, string clientId, CancellationToken cancellationToken)
    {
        var forgotten = await database.RememberedConsents
            .Where(consent => consent.AccountId == accountId && consent.ClientId == clientId)
            .ExecuteDeleteAsync(cancellationToken);
        await uses.ForgetAsync(accountId, clientId, cancellationToken);
        if (await clients.FindByClientIdAsync(clientId, cancellationToken) is not { } client)
            return forgotten > 0;

        var id = await clients.GetIdAsync(client, cancellationToken);
        var subject = accountId.ToString();
        var revoked = await authorizations.RevokeAsync(subject, id, Statuses.Valid, type: null, cancellationToken);
        revoked += await tokens.RevokeAsync(subject, id, Statuses.Valid, type: null, cancellationToken);
        return forgotten + revoked > 0;
    }

    /// <summary>A client may have been removed, or be one that only its own address names.</summary>
    private async Task<string> NameOfAsync(string clientId, CancellationToken cancellationToken) =>
        await clients.FindByClientIdAsync(clientId, cancellationToken) is { } client
        && await clients.GetDisplayNameAsync(client, cancellationToken) is { Length: > 0 } name
            ? name
            : clientId;

    private static string HostOf(string redirectUri)
    {
        if (redirectUri == GrantTypes.DeviceCode)
            return "a device, by its code";
        var uri = new Uri(redirectUri);
        if (uri.Scheme is not ("http" or "https"))
            return uri.GetLeftPart(UriPartial.Authority);
        return uri.IsLoopback ? "this or another device of yours" : uri.Authority;
    }

    private static string[] Words(string joined) => joined.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
