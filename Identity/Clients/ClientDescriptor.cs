using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients;

/// <summary>A client in the form in which it is stored.</summary>
internal static class ClientDescriptor
{
    public static OpenIddictApplicationDescriptor Of(
        string id, string? secret, ClientMetadata client, ClientOrigin origin, DateTimeOffset registeredAt)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            ClientSecret = secret,
            ClientType = client.IsPublic ? ClientTypes.Public : ClientTypes.Confidential,
            ApplicationType = client.IsNative ? ApplicationTypes.Native : ApplicationTypes.Web,
            ConsentType = ConsentTypes.Explicit,
            DisplayName = client.Name,
            JsonWebKeySet = client.Keys,
            Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Revocation },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        foreach (var grant in client.Grants)
            descriptor.Permissions.UnionWith(PermissionsFor(grant));
        descriptor.Permissions.UnionWith(client.Scopes.Select(scope => Permissions.Prefixes.Scope + scope));
        descriptor.Permissions.UnionWith(client.Resources.Select(uri => Permissions.Prefixes.Resource + uri));
        if (client.MustPush)
            descriptor.Requirements.Add(Requirements.Features.PushedAuthorizationRequests);
        descriptor.RedirectUris.UnionWith(client.RedirectUris.SelectMany(RedirectUris.Stored));
        ClientProperties.Write(descriptor.Properties, origin, registeredAt, client.KeysAddress);
        if (client.Digest is not null)
            ClientProperties.WriteDigest(descriptor.Properties, client.Digest);
        return descriptor;
    }

    private static IEnumerable<string> PermissionsFor(string grant) => grant switch
    {
        GrantTypes.AuthorizationCode =>
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.PushedAuthorization,
            Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
        ],
        GrantTypes.DeviceCode => [Permissions.Endpoints.DeviceAuthorization, Permissions.GrantTypes.DeviceCode],
        _ => [Permissions.Prefixes.GrantType + grant],
    };
}
