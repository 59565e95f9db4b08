using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth;

/// <summary>OpenID Connect Core, section 5.3: who the owner of an access token is.</summary>
internal sealed class UserInfoEndpoint(UserManager<Account> accounts)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(
            OAuthPaths.UserInfo,
            [HttpMethods.Get, HttpMethods.Post],
            (HttpContext context, UserInfoEndpoint endpoint) => endpoint.HandleAsync(context));

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var token = result.Principal
            ?? throw new InvalidOperationException("The userinfo request carries no token that was validated.");
        // The token of a client that acts for itself has no person's id.
        if (!Guid.TryParse(token.GetClaim(Claims.Subject), out var id)
            || await accounts.FindByIdAsync(id.ToString()) is not { } account)
        {
            return Results.Challenge(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidToken,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The account is gone.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var claims = new Dictionary<string, object?> { [Claims.Subject] = account.Id.ToString() };
        if (token.HasScope(Scopes.Profile))
        {
            claims[Claims.Name] = account.DisplayName ?? account.UserName;
            claims[Claims.PreferredUsername] = account.UserName;
        }

        if (token.HasScope(Scopes.Profile) || token.HasScope(GrantIdentity.Groups))
            claims[GrantIdentity.Groups] = await accounts.GetRolesAsync(account);
        if (token.HasScope(Scopes.Email) && account.Email is not null)
        {
            claims[Claims.Email] = account.Email;
            claims[Claims.EmailVerified] = account.EmailConfirmed;
        }

        return Results.Ok(claims);
    }
}
