using System.Security.Claims;
using System.Text.Json;
using McpAspire.Identity.OAuth.StepUp;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth;

/// <summary>Writes what tokens say about a person.</summary>
internal sealed class GrantIdentity(UserManager<Account> accounts)
{
    /// <summary>The claim, and the scope that asks for it.</summary>
    public const string Groups = "groups";

    /// <summary>The stamp of the account when the grant was made; it stays in codes and refresh tokens.</summary>
    public const string SecurityStamp = "mcpaspire_stamp";

    public async Task<ClaimsIdentity> CreateAsync(
        Account account, DateTimeOffset signedInAt, IReadOnlyList<string> methods, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity(
            TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Groups);
        identity.SetClaim(Claims.Subject, account.Id.ToString());
        identity.SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());
        identity.SetClaim(SecurityStamp, account.SecurityStamp);
        identity.SetScopes(scopes);
        await DescribeAsync(identity, account, methods, AcrValues.Of(methods));
        return identity;
    }

    /// <summary>Writes the facts that may have changed since the grant, in the form that they have in tokens.</summary>
    /// <param name="identity">What the tokens are made from.</param>
    /// <param name="account">The person.</param>
    /// <param name="methods">How they proved who they are, as this server or another one says.</param>
    /// <param name="level">
    /// What that amounts to. It does not follow from the methods: another server may have said them.
    /// </param>
    public async Task DescribeAsync(
        ClaimsIdentity identity, Account account, IEnumerable<string> methods, string? level)
    {
        identity.SetClaim(Claims.Name, account.DisplayName ?? account.UserName);
        identity.SetClaim(Claims.Email, account.Email);
        identity.RemoveClaims(Claims.EmailVerified);
        if (account.Email is not null)
            identity.SetClaim(Claims.EmailVerified, account.EmailConfirmed);
        identity.SetClaim(Claims.PreferredUsername, account.UserName);
        identity.SetClaim(Claims.AuthenticationContextReference, level);
        SetArray(identity, Claims.AuthenticationMethodReference, methods);
        SetArray(identity, Groups, await accounts.GetRolesAsync(account));
        identity.SetDestinations(DestinationsOf);
    }

    /// <summary>
    /// An array even for one value: strict clients refuse a bare string (OpenID Connect Core, section 2).
    /// </summary>
    private static void SetArray(ClaimsIdentity identity, string type, IEnumerable<string> values)
    {
        string[] all = [.. values];
        identity.RemoveClaims(type);
        if (all.Length > 0)
        {
            var json = JsonSerializer.Serialize(all, OAuthJson.Default.StringArray);
            identity.AddClaim(new Claim(type, json, JsonClaimValueTypes.JsonArray));
        }
    }

    private static IEnumerable<string> DestinationsOf(Claim claim) => claim.Type switch
    {
        Groups => claim.Subject!.HasScope(Scopes.Profile) || claim.Subject!.HasScope(Groups)
            ? [Destinations.AccessToken, Destinations.IdentityToken]
            : [Destinations.AccessToken],
        Claims.Name or Claims.PreferredUsername when claim.Subject!.HasScope(Scopes.Profile)
            => [Destinations.IdentityToken],
        Claims.Email or Claims.EmailVerified when claim.Subject!.HasScope(Scopes.Email)
            => [Destinations.IdentityToken],
        Claims.AuthenticationTime or Claims.AuthenticationMethodReference or Claims.AuthenticationContextReference
            => [Destinations.AccessToken, Destinations.IdentityToken],
        _ => [],
    };
}
