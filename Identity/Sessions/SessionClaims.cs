using System.Globalization;
using System.Security.Claims;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Sessions;

/// <summary>What a session says about its owner, under the names that tokens use for the same facts.</summary>
internal static class SessionClaims
{
    public const string SecurityStamp = "stamp";

    public static Guid AccountId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(OpenIddictConstants.Claims.Subject), out var id) ? id : Guid.Empty;

    public static IReadOnlyList<string> Methods(this ClaimsPrincipal principal) =>
        [.. principal.FindAll(OpenIddictConstants.Claims.AuthenticationMethodReference).Select(claim => claim.Value)];

    public static DateTimeOffset SignedInAt(this ClaimsPrincipal principal)
    {
        var value = principal.FindFirstValue(OpenIddictConstants.Claims.AuthenticationTime);
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.UnixEpoch;
    }

    public static ClaimsPrincipal Create(
        string scheme, Guid accountId, string? securityStamp, DateTimeOffset signedInAt, params string[] methods)
    {
        var identity = new ClaimsIdentity(scheme);
        identity.AddClaim(new Claim(OpenIddictConstants.Claims.Subject, accountId.ToString()));
        identity.AddClaim(new Claim(SecurityStamp, securityStamp ?? string.Empty));
        identity.AddClaim(new Claim(
            OpenIddictConstants.Claims.AuthenticationTime,
            signedInAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        foreach (var method in methods)
            identity.AddClaim(new Claim(OpenIddictConstants.Claims.AuthenticationMethodReference, method));
        return new ClaimsPrincipal(identity);
    }
}
