using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>
/// RFC 9449, sections 5 and 6: the access token names the key. A refresh token is bound to it for public clients; the
/// others are authenticated whenever they refresh, and may change their key.
/// </summary>
internal sealed class BindTokens(IOpenIddictApplicationManager clients) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseScopedHandler<BindTokens>()
            .SetOrder(OpenIddictServerHandlers.PrepareRefreshTokenPrincipal.Descriptor.Order + 2)
            .Build();

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is not OpenIddictServerEndpointType.Token)
            return;

        var thumbprint = context.Transaction.Proof()?.Thumbprint;
        if (thumbprint is not null && context.AccessTokenPrincipal?.Identity is ClaimsIdentity access)
        {
            access.AddClaim(new Claim(
                KeyBinding.Confirmation, $$"""{"jkt":"{{thumbprint}}"}""", JsonClaimValueTypes.Json));
        }

        if (context.RefreshTokenPrincipal is { } refresh)
            refresh.BindTo(thumbprint is not null && await IsPublicAsync(context) ? thumbprint : null);
    }

    private async Task<bool> IsPublicAsync(ProcessSignInContext context)
    {
        var client = await clients.FindByClientIdAsync(context.ClientId ?? string.Empty, context.CancellationToken);
        return client is null
            || await clients.HasClientTypeAsync(client, ClientTypes.Public, context.CancellationToken);
    }
}
