using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Clients;

/// <summary>
/// Whether two descriptions of a client say the same, so that one that did not change is not written anew.
/// </summary>
internal static class ClientComparison
{
    public static bool AreEqual(OpenIddictApplicationDescriptor left, OpenIddictApplicationDescriptor right) =>
        left.DisplayName == right.DisplayName
        && left.ClientType == right.ClientType
        && left.ApplicationType == right.ApplicationType
        && left.ClientSecret == right.ClientSecret
        && left.RedirectUris.SetEquals(right.RedirectUris)
        && left.Permissions.SetEquals(right.Permissions)
        && left.Requirements.SetEquals(right.Requirements)
        && Texts(left).SetEquals(Texts(right))
        && Keys(left.JsonWebKeySet).SetEquals(Keys(right.JsonWebKeySet));

    private static HashSet<string> Texts(OpenIddictApplicationDescriptor client) =>
        [.. client.Properties.Select(property => $"{property.Key}={property.Value.GetRawText()}")];

    private static HashSet<string> Keys(JsonWebKeySet? set) =>
        [.. (set?.Keys ?? []).Select(key => string.Join('|', key.Kid, key.Kty, key.Alg, key.N, key.E, key.X, key.Y))];
}
