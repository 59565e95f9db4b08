using System.Buffers.Text;
using System.Security.Cryptography;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Clients;

/// <summary>Writes clients into the database.</summary>
internal sealed class ClientRegistry(IOpenIddictApplicationManager clients, TimeProvider clock)
{
    private const int IdBytes = 16;
    private const int SecretBytes = 32;

    /// <summary>Adds a client under an id, and with a secret, that nobody can guess.</summary>
    public async Task<RegisteredClient> AddAsync(
        ClientMetadata client, ClientOrigin origin, CancellationToken cancellationToken)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = client.HasSecret ? client.Secret ?? NewSecret() : null;
        var now = clock.GetUtcNow();
        await clients.CreateAsync(ClientDescriptor.Of(id, secret, client, origin, now), cancellationToken);
        return new RegisteredClient(id, secret, now.ToUnixTimeSeconds());
    }

    /// <summary>Writes a client under the id that it has elsewhere; says whether anything about it is new.</summary>
    public async Task<ClientWriting> PutAsync(
        string id, ClientMetadata client, ClientOrigin origin, CancellationToken cancellationToken)
    {
        if (await clients.FindByClientIdAsync(id, cancellationToken) is { } known)
            return await ChangeAsync(known, id, client, origin, cancellationToken);

        var added = ClientDescriptor.Of(
            id, client.IsPublic ? null : client.Secret ?? Placeholder(client), client, origin, clock.GetUtcNow());
        known = await clients.CreateAsync(added, cancellationToken);
        if (client.SecretHash is not null)
            await ChangeAsync(known, id, client, origin, cancellationToken);
        return ClientWriting.Added;
    }

    private async Task<ClientWriting> ChangeAsync(
        object known, string id, ClientMetadata client, ClientOrigin origin, CancellationToken cancellationToken)
    {
        var before = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(before, known, cancellationToken);
        var properties = await clients.GetPropertiesAsync(known, cancellationToken);
        var since = ClientProperties.RegisteredAtOf(properties) ?? clock.GetUtcNow();
        var after = ClientDescriptor.Of(id, null, client, origin, since);
        var isSamePlace = client.KeysAddress is not null
            && client.KeysAddress == ClientProperties.KeysAddressOf(properties);
        // Keys that were fetched from this very address are not forgotten.
        if (isSamePlace)
            after.JsonWebKeySet ??= before.JsonWebKeySet;
        after.ClientSecret = isSamePlace && after.JsonWebKeySet is null
            ? before.ClientSecret
            : await SecretOfAsync(known, before, after, client, cancellationToken);
        if (ClientComparison.AreEqual(before, after))
            return ClientWriting.None;

        if (client.SecretHash is null)
        {
            await clients.UpdateAsync(known, after, cancellationToken);
        }
        else
        {
            // The other way of updating would take the hash for a secret, and hash it.
            await clients.PopulateAsync(known, after, cancellationToken);
            await clients.UpdateAsync(known, cancellationToken);
        }

        return ClientWriting.Changed;
    }

    private async Task<string?> SecretOfAsync(
        object known,
        OpenIddictApplicationDescriptor before,
        OpenIddictApplicationDescriptor after,
        ClientMetadata client,
        CancellationToken cancellationToken)
    {
        if (client.SecretHash is not null)
            return client.SecretHash;
        if (client.Secret is { } secret)
        {
            var isKnown = before.ClientSecret is not null
                && await clients.ValidateClientSecretAsync(known, secret, cancellationToken);
            return isKnown ? before.ClientSecret : secret;
        }

        return client.IsPublic || after.JsonWebKeySet is not null ? null : NewSecret();
    }

    /// <summary>
    /// A confidential client has to have a secret or keys. Until its keys are fetched, or its hash is written, one has
    /// a secret that nobody knows.
    /// </summary>
    private static string? Placeholder(ClientMetadata client) => client.Keys is null ? NewSecret() : null;

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
}
