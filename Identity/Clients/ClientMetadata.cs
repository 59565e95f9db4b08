using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients;

/// <summary>Client metadata after validation, with the defaults of RFC 7591, section 2, filled in.</summary>
internal sealed record ClientMetadata(
    string? Name,
    IReadOnlyList<Uri> RedirectUris,
    IReadOnlyList<string> Grants,
    string AuthMethod)
{
    /// <summary>The keys of a client that authenticates with <c>private_key_jwt</c>, where they are known.</summary>
    public JsonWebKeySet? Keys { get; init; }

    /// <summary>Where its keys are, when it does not tell them itself.</summary>
    public Uri? KeysAddress { get; init; }

    /// <summary>A secret that somebody else chose; where it is null, one is made.</summary>
    public string? Secret { get; init; }

    /// <summary>The hash of such a secret, in the form in which it is stored.</summary>
    public string? SecretHash { get; init; }

    /// <summary>All it may ask for. Empty: what the person agrees to.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>All that its tokens may open. Empty: what the person agrees to.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The hash of the document that all of this comes from, if it comes from one.</summary>
    public string? Digest { get; init; }

    public bool MustPush { get; init; }

    public bool IsPublic => AuthMethod == ClientAuthenticationMethods.None;

    public bool HasSecret => AuthMethod is ClientAuthenticationMethods.ClientSecretBasic
        or ClientAuthenticationMethods.ClientSecretPost;

    public bool CanRefresh => Grants.Contains(GrantTypes.RefreshToken);

    /// <summary>
    /// One loopback address makes it a native application, whatever it says of itself; many say nothing.
    /// </summary>
    public bool IsNative => RedirectUris.Any(uri => Clients.RedirectUris.IsLoopback(uri) || uri.Scheme is not "https");
}
