using System.Globalization;
using McpAspire.Identity.OAuth;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients;

/// <summary>Decides whether a client may register as it asks (RFC 7591, section 2), and says why not.</summary>
internal sealed class RegistrationRules(RedirectUris redirects)
{
    private const int NameLength = 100;
    private const string InvalidRedirectUri = "invalid_redirect_uri";
    private const string InvalidClientMetadata = "invalid_client_metadata";

    public (ClientMetadata? Client, OAuthError? Error) Check(RegistrationRequest request)
    {
        if (request.RedirectUris is not { Count: > 0 } uris)
            return Refuse(InvalidRedirectUri, "At least one redirect URI is required.");
        if (uris.Count > RedirectUris.MaxCount)
            return Refuse(InvalidRedirectUri, $"At most {RedirectUris.MaxCount} redirect URIs are accepted.");
        if (uris.Select(uri => redirects.ProblemOf(uri ?? string.Empty)).FirstOrDefault(it => it is not null)
            is { } problem)
        {
            return Refuse(InvalidRedirectUri, problem);
        }

        // An omitted list means the code grant alone. Unknown grants are dropped: section 3.2.1 lets the server replace
        // values, and clients list all they could ever use.
        var grants = request.GrantTypes ?? [GrantTypes.AuthorizationCode];
        if (!grants.Contains(GrantTypes.AuthorizationCode))
            return Refuse(InvalidClientMetadata, "The grant type 'authorization_code' is required.");
        if (request.ResponseTypes is { Count: > 0 } types && !types.Contains(ResponseTypes.Code))
            return Refuse(InvalidClientMetadata, "The response type 'code' is required.");

        var method = request.TokenEndpointAuthMethod ?? ClientAuthenticationMethods.ClientSecretBasic;
        if (method is not (ClientAuthenticationMethods.None or ClientAuthenticationMethods.ClientSecretBasic
            or ClientAuthenticationMethods.ClientSecretPost))
        {
            return Refuse(InvalidClientMetadata, "The client authentication method is not supported.");
        }

        if (request.ApplicationType is not (null or ApplicationTypes.Native or ApplicationTypes.Web))
            return Refuse(InvalidClientMetadata, "The application type is neither 'native' nor 'web'.");
        if (NameProblem(request.ClientName) is { } nameProblem)
            return Refuse(InvalidClientMetadata, nameProblem);

        return (new ClientMetadata(
            request.ClientName?.Trim(),
            [.. uris.Select(uri => new Uri(uri!))],
            IsPublic: method == ClientAuthenticationMethods.None,
            CanRefresh: grants.Contains(GrantTypes.RefreshToken),
            method), null);
    }

    /// <summary>
    /// The name is shown when a person is asked to agree, so it must not be able to rearrange that page.
    /// </summary>
    private static string? NameProblem(string? name)
    {
        if (name is null)
            return null;
        if (name.Length > NameLength)
            return $"The client name may have at most {NameLength} characters.";
        return name.EnumerateRunes().Any(rune => System.Text.Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            ? "The client name holds characters that cannot be shown."
            : null;
    }

    private static (ClientMetadata?, OAuthError?) Refuse(string error, string description) =>
        (null, new OAuthError(error, description));
}
