using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients;

/// <summary>Writes clients into the database.</summary>
internal sealed class ClientRegistry(IOpenIddictApplicationManager clients, TimeProvider clock)
{
    /// <summary>Tells clients that registered themselves from those that an operator set up.</summary>
    public const string RegisteredAtProperty = "registered_at";

    private const int IdBytes = 16;
    private const int SecretBytes = 32;

    public async Task<RegisteredClient> AddAsync(ClientMetadata client, CancellationToken cancellationToken)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = client.IsPublic ? null : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            ClientSecret = secret,
            ClientType = client.IsPublic ? ClientTypes.Public : ClientTypes.Confidential,
            ApplicationType = client.IsNative ? ApplicationTypes.Native : ApplicationTypes.Web,
            ConsentType = ConsentTypes.Explicit,
            DisplayName = client.Name,
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
            Permissions =
            {
                Permissions.Endpoints.Authorization,
                Permissions.Endpoints.Token,
                Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode,
                Permissions.ResponseTypes.Code,
            },
            Properties = { [RegisteredAtProperty] = JsonSerializer.SerializeToElement(now, ClientJson.Default.Int64) },
        };
        if (client.CanRefresh)
            descriptor.Permissions.Add(Permissions.GrantTypes.RefreshToken);
        descriptor.RedirectUris.UnionWith(client.RedirectUris.SelectMany(RedirectUris.Stored));
        await clients.CreateAsync(descriptor, cancellationToken);
        return new RegisteredClient(id, secret, now);
    }
}
