using System.Security.Claims;
using McpAspire.Identity.OAuth.StepUp;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Grants;

/// <summary>
/// RFC 6749, sections 4.1.3 and 6, and RFC 8628, section 3.4. Code, verifier, client and rotation were checked when a
/// request comes here; what is left is whether the account still stands, and what its tokens say now.
/// </summary>
internal sealed class UserGrant(UserManager<Account> accounts, GrantIdentity identities) : IGrant
{
    public bool Handles(OpenIddictRequest request) =>
        request.IsAuthorizationCodeGrantType() || request.IsRefreshTokenGrantType() || request.IsDeviceCodeGrantType();

    public async Task<GrantResult> RedeemAsync(HttpContext context, OpenIddictRequest request)
    {
        var result = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var granted = result.Principal
            ?? throw new InvalidOperationException("The token request carries no grant that was validated.");

        var account = await accounts.FindByIdAsync(granted.GetClaim(Claims.Subject) ?? string.Empty);
        if (account is null || account.DisabledAt is not null
            || account.SecurityStamp != granted.GetClaim(GrantIdentity.SecurityStamp))
        {
            return GrantResult.Invalid("The grant is no longer valid.");
        }

        var identity = new ClaimsIdentity(granted.Identity);
        var methods = granted.GetClaims(Claims.AuthenticationMethodReference);
        await identities.DescribeAsync(identity, account, methods, AcrValues.Of(methods));
        return GrantResult.Of(identity);
    }
}
