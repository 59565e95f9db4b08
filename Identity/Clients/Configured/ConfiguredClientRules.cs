using McpAspire.Identity.Clients.Keys;
using McpAspire.Identity.Clients.Rules;
using McpAspire.Identity.OAuth;
using McpAspire.Identity.OAuth.Exchange;
using McpAspire.Identity.OAuth.Resources;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients.Configured;

/// <summary>What has to fit together within one configured client.</summary>
internal static class ConfiguredClientRules
{
    private const int LeastSecretLength = 32;

    private static readonly string[] KnownGrants =
    [
        GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials, GrantTypes.DeviceCode,
        ExchangeGrantTypes.TokenExchange, ExchangeGrantTypes.Assertion,
    ];

    private static readonly string[] GrantsOfProven =
        [GrantTypes.ClientCredentials, ExchangeGrantTypes.TokenExchange, ExchangeGrantTypes.Assertion];

    /// <summary>All that is wrong, each with the name of its key behind <paramref name="at"/>.</summary>
    public static IEnumerable<string> ProblemsOf(
        string at, ConfiguredClient client, ResourceOptions server, OwnOrigins own) =>
    [
        .. NameProblems(at, client, own), .. GrantProblems(at, client), .. CredentialProblems(at, client),
        .. RangeProblems(at, client, server),
    ];

    private static IEnumerable<string> NameProblems(string at, ConfiguredClient client, OwnOrigins own)
    {
        if (string.IsNullOrWhiteSpace(client.Name))
            yield return $"{at}Name is missing. Write what people shall be shown, for example 'Nightly job'.";
        else if (ClientName.ProblemOf(client.Name.Trim()) is { } problem)
            yield return $"{at}Name cannot be used: {problem}";

        foreach (var uri in client.RedirectUris)
        {
            if (RedirectUris.FormProblemOf(uri, isPrivate: scheme => !RedirectUris.IsDangerous(scheme)) is { } wrong)
                yield return $"{at}RedirectUris holds '{uri}'. {wrong}";
            else if (own.Contains(new Uri(uri)))
                yield return $"{at}RedirectUris holds '{uri}'. {RedirectUris.LeadsToUs}";
        }
    }

    private static IEnumerable<string> GrantProblems(string at, ConfiguredClient client)
    {
        var grants = client.Grants();
        foreach (var grant in grants.Except(KnownGrants, StringComparer.Ordinal))
            yield return $"{at}GrantTypes holds '{grant}'. Choose from {string.Join(", ", KnownGrants)}.";

        var hasCode = grants.Contains(GrantTypes.AuthorizationCode);
        if (hasCode && client.RedirectUris.Count == 0)
            yield return $"{at}RedirectUris is empty. The grant authorization_code needs an address to answer to.";
        if (!hasCode && client.RedirectUris.Count > 0)
            yield return $"{at}RedirectUris is set, but the grant authorization_code is not among its GrantTypes.";
        if (!hasCode && client.RequirePushedAuthorization)
            yield return $"{at}RequirePushedAuthorization is set, but the grant authorization_code is not.";
        if (grants.Contains(GrantTypes.RefreshToken) && !hasCode && !grants.Contains(GrantTypes.DeviceCode))
            yield return $"{at}GrantTypes holds refresh_token without a grant that gives such tokens.";
        if (grants.Intersect(GrantsOfProven).Any() && !client.Credentials().Any())
            yield return $"{at}Secret is missing: nobody signs in. Set Jwks, JwksUri, SecretHash or Secret.";
    }

    private static IEnumerable<string> CredentialProblems(string at, ConfiguredClient client)
    {
        string[] set = [.. client.Credentials()];
        if (set.Length > 1)
            yield return $"{at}{string.Join(", ", set)} are several credentials. Keep one.";
        if (client.Type is not (null or ConfiguredClient.Public or ConfiguredClient.Confidential))
            yield return $"{at}Type is '{client.Type}'. Choose public or confidential.";
        if (client.Type == ConfiguredClient.Public && set.Length > 0)
            yield return $"{at}Type is public, but {set[0]} is set. Remove one of them.";
        if (client.Type == ConfiguredClient.Confidential && set.Length == 0)
        {
            yield return $"{at}Type is confidential, but there are no credentials. "
                + "Set Jwks, JwksUri, SecretHash or Secret.";
        }

        // The value is a secret, so it is not repeated.
        if (set.Contains(nameof(client.Secret)) && client.Secret!.Length < LeastSecretLength)
        {
            yield return $"{at}Secret has less than {LeastSecretLength} characters. "
                + "Make one with: openssl rand -base64 33";
        }

        if (set.Contains(nameof(client.SecretHash)) && StoredSecretHash.Of(client.SecretHash!) is null)
        {
            yield return $"{at}SecretHash is no hash that is known here. "
                + "Write $pbkdf2-sha512$310000$salt$hash, as 'authelia crypto hash generate pbkdf2' does.";
        }

        if (set.Contains(nameof(client.Jwks)) && !ClientKeySet.TryRead(client.Jwks!, out _, out var problem))
            yield return $"{at}Jwks cannot be used: {problem}";
        if (set.Contains(nameof(client.JwksUri)) && !IsHttps(client.JwksUri!))
            yield return $"{at}JwksUri is '{client.JwksUri}'. Write an https address.";
    }

    private static IEnumerable<string> RangeProblems(string at, ConfiguredClient client, ResourceOptions server)
    {
        var scopes = ScopeCatalog.BuiltIn.Concat(server.Scopes);
        foreach (var scope in client.Scopes.Except(scopes, StringComparer.Ordinal))
        {
            yield return $"{at}Scopes holds '{scope}', which is not known here. "
                + "Add it to Identity:Scopes, or leave it out.";
        }

        var resources = new KnownResources(server);
        foreach (var resource in client.Resources.Where(resource => resources.Resolve(resource) is null))
        {
            yield return $"{at}Resources holds '{resource}', which is not under any of Identity:Resources. "
                + "Add its root there, or leave it out.";
        }
    }

    private static bool IsHttps(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri is { UserInfo: "", Fragment: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
