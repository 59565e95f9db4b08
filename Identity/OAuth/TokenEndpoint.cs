using System.Security.Claims;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// RFC 6749, sections 4.1.3 and 6. Code, verifier, client and rotation were checked when a request comes here; what is
/// left is whether the account still stands, and what its tokens say now.
/// </summary>
internal sealed class TokenEndpoint(UserManager<Account> accounts, GrantIdentity grants)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(
            OAuthPaths.Token, (HttpContext context, TokenEndpoint endpoint) => endpoint.HandleAsync(context));

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var granted = result.Principal
            ?? throw new InvalidOperationException("The token request carries no grant that was validated.");

        var account = await accounts.FindByIdAsync(granted.GetClaim(Claims.Subject) ?? string.Empty);
        if (account is null || account.SecurityStamp != granted.GetClaim(GrantIdentity.SecurityStamp))
            return Refuse();

        var identity = new ClaimsIdentity(granted.Identity);
        await grants.DescribeAsync(identity, account, granted.GetClaims(Claims.AuthenticationMethodReference));
        return Results.SignIn(
            new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult Refuse() => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The grant is no longer valid.",
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
