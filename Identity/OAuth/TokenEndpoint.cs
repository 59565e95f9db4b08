using McpAspire.Identity.Audit;
using McpAspire.Identity.Consent;
using McpAspire.Identity.OAuth.Grants;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// RFC 6749, section 3.2. OpenIddict has validated the request and the client when it comes here; each grant type
/// decides what its tokens say.
/// </summary>
internal sealed class TokenEndpoint(IEnumerable<IGrant> grants, ClientUses uses, AuditLog audit)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(
            OAuthPaths.Token, (HttpContext context, TokenEndpoint endpoint) => endpoint.HandleAsync(context));

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The token endpoint is not among OpenIddict's endpoints.");
        var grant = grants.FirstOrDefault(grant => grant.Handles(request))
            ?? throw new InvalidOperationException($"No grant handles '{request.GrantType}', which is allowed.");

        var result = await grant.RedeemAsync(context, request);
        var happened = Describe(request, result);
        await audit.RecordAsync(happened);
        if (happened is { Succeeded: true, AccountId: { } accountId, ClientId: { } clientId })
            await uses.NoteAsync(context, accountId, clientId);
        return result.Principal is { } principal
            ? Results.SignIn(principal, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
            : Refuse(result);
    }

    private static AuditEvent Describe(OpenIddictRequest request, GrantResult result) =>
        new(result.Principal is null ? AuditKind.TokenRefused : AuditKind.TokenIssued, result.Principal is not null)
        {
            AccountId = Guid.TryParse(result.Principal?.GetClaim(Claims.Subject), out var id) ? id : null,
            ClientId = request.ClientId,
            Method = request.GrantType,
            Detail = result.Note ?? result.Description,
        };

    private static IResult Refuse(GrantResult result) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = result.Error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = result.Description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
