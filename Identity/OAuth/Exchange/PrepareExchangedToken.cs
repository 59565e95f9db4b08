using System.Security.Claims;
using McpAspire.Identity.OAuth.Dpop;
using McpAspire.Identity.Perimeter;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Exchange;

/// <summary>
/// Does for the token of an exchange, which OpenIddict keeps apart, what other steps do for access tokens: the issuer
/// as clients compare it (RFC 9068, section 4), and the key that the request proved (RFC 9449, section 5). And it ends
/// no later than the token that it came from.
/// </summary>
internal sealed class PrepareExchangedToken(PublicOrigin origin) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<PrepareExchangedToken>()
            .SetOrder(OpenIddictServerHandlers.GenerateIssuedToken.Descriptor.Order - 1)
            .Build();

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.IssuedTokenPrincipal is not { Identity: ClaimsIdentity token } principal)
            return default;

        principal.SetClaim(OpenIddictConstants.Claims.Private.Issuer, origin.Issuer);
        // Compared as points in time: a lifetime would be counted from a little later.
        var end = context.Transaction.SubjectToken()?.GetExpirationDate();
        if (end is not null && !(principal.GetExpirationDate() <= end))
            principal.SetExpirationDate(end);
        if (context.Transaction.Proof()?.Thumbprint is { } thumbprint)
        {
            token.AddClaim(new Claim(
                KeyBinding.Confirmation, $$"""{"jkt":"{{thumbprint}}"}""", JsonClaimValueTypes.Json));
        }

        return default;
    }
}
