using McpAspire.Identity.Audit;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Revocation;

/// <summary>
/// RFC 7009, section 2.1: a client may revoke what was issued to it and nothing else, and with a refresh token goes the
/// whole grant. OpenIddict revokes the one entry only, and calls another client's token revoked. A spent refresh token
/// counts too: whoever lost the answer to a refresh has no other one to revoke.
/// </summary>
internal sealed class RevokeOwnToken(TokenFamily family, AuditLog audit)
    : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<RevokeOwnToken>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 1)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        // By this point the client has authenticated, and the signature of the token was found good.
        if (context.EndpointType is not OpenIddictServerEndpointType.Revocation
            || context.Principal is not { } token
            || !(token.HasTokenType(TokenTypeIdentifiers.RefreshToken)
                || token.HasTokenType(TokenTypeIdentifiers.AccessToken)))
        {
            return;
        }

        if (context.Request?.ClientId is not { Length: > 0 } clientId || !token.HasPresenter(clientId))
        {
            context.Reject(Errors.InvalidGrant, "The token was issued to another client.");
            return;
        }

        var isRefreshToken = token.HasTokenType(TokenTypeIdentifiers.RefreshToken);
        if (isRefreshToken && token.GetAuthorizationId() is { } authorizationId)
            await family.RevokeAsync(authorizationId, context.CancellationToken);
        await audit.RecordAsync(new AuditEvent(AuditKind.TokenRevoked)
        {
            AccountId = Guid.TryParse(token.GetClaim(Claims.Subject), out var id) ? id : null,
            ClientId = clientId,
            Method = isRefreshToken ? "refresh_token" : "access_token",
        });
    }
}
