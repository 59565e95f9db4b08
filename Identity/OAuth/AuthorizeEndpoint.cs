using System.Security.Claims;
using McpAspire.Identity.Consent;
using McpAspire.Identity.Login;
using McpAspire.Identity.OAuth.Resources;
using McpAspire.Identity.OAuth.StepUp;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth;

/// <summary>
/// RFC 6749, section 4.1.1. OpenIddict has validated the request when it comes here; what is left is to ask who the
/// person is, whether they agree, and to grant.
/// </summary>
internal sealed class AuthorizeEndpoint(
    UserManager<Account> accounts,
    IOpenIddictApplicationManager clients,
    ConsentTickets consents,
    RememberedConsents remembered,
    GrantIdentity grants,
    KnownResources resources,
    SignInDemand demand)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(
            OAuthPaths.Authorize,
            [HttpMethods.Get, HttpMethods.Post],
            (HttpContext context, AuthorizeEndpoint endpoint) => endpoint.HandleAsync(context));

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The authorization endpoint is not among OpenIddict's endpoints.");

        var session = await context.AuthenticateAsync(SessionSchemes.Session);
        if (SignInDemand.IsBeyondUs(request))
            return Refuse(SignInDemand.Unmet, "None of the 'acr_values' can be attested here.");
        if (!session.Succeeded || demand.IsTooOld(context, request, session.Principal))
            return AskToSignIn(context, request, Errors.LoginRequired);
        if (SignInDemand.IsTooWeak(request, session.Principal))
        {
            return demand.IsAnswered(context, request, session.Principal)
                ? Refuse(SignInDemand.Unmet, "The user cannot sign in in that way.")
                : AskToSignIn(context, request, Errors.InteractionRequired);
        }

        var account = await accounts.FindByIdAsync(session.Principal.AccountId().ToString())
            ?? throw new InvalidOperationException("A valid session belongs to no account.");
        var asked = await AskAsync(context, request, account);
        return await consents.RedeemAsync(AuthorizationQuery.ConsentOf(context, request), asked) switch
        {
            ConsentDecision.Allowed => await GrantAsync(asked, account, session.Principal),
            ConsentDecision.Denied => Refuse(Errors.AccessDenied, "The user denied the request."),
            _ when await remembered.CoverAsync(request, asked, context.RequestAborted) =>
                await GrantAsync(asked, account, session.Principal),
            _ when request.HasPromptValue(PromptValues.None) =>
                Refuse(Errors.ConsentRequired, "The user has to agree."),
            _ => Results.Redirect(await consents.OfferAsync(asked)),
        };
    }

    private IResult AskToSignIn(HttpContext context, OpenIddictRequest request, string error)
    {
        if (request.HasPromptValue(PromptValues.None))
            return Refuse(error, "The user has to sign in.");

        var back = OAuthPaths.Authorize + demand.AfterSignIn(context, request);
        return Results.Redirect(SignInPaths.SignIn + QueryString.Create("returnUrl", back));
    }

    private async Task<ConsentRequest> AskAsync(
        HttpContext context, OpenIddictRequest request, Account account)
    {
        var scopes = request.GetScopes() is { IsDefaultOrEmpty: false } requested ? requested : [ScopeCatalog.Mcp];
        var audiences = request.GetResources() is { IsDefaultOrEmpty: false } named
            ? resources.ResolveAll(named)
            : resources.Default is { } known ? [known] : null;
        return new ConsentRequest(
            account.Id,
            request.ClientId ?? string.Empty,
            request.RedirectUri ?? string.Empty,
            [.. await WithRefreshAsync(request, scopes, context.RequestAborted)],
            audiences ?? throw new InvalidOperationException("The resources were not validated."),
            SignInDemand.QueryOf(context, request).ToString());
    }

    private async Task<IResult> GrantAsync(ConsentRequest asked, Account account, ClaimsPrincipal session)
    {
        var identity = await grants.CreateAsync(account, session.SignedInAt(), session.Methods(), asked.Scopes);
        identity.SetResources(asked.Resources);

        // No authorization is attached, so OpenIddict makes one for this login alone: should its refresh token be
        // stolen and replayed, the other devices of the same person and client stay connected.
        return Results.SignIn(
            new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>Many clients that can refresh do not ask for the scope that refresh tokens need.</summary>
    private async Task<IEnumerable<string>> WithRefreshAsync(
        OpenIddictRequest request, IEnumerable<string> scopes, CancellationToken cancellationToken)
    {
        var client = await clients.FindByClientIdAsync(request.ClientId ?? string.Empty, cancellationToken);
        var refreshes = client is not null
            && await clients.HasPermissionAsync(client, Permissions.GrantTypes.RefreshToken, cancellationToken);
        return refreshes
            ? scopes.Append(Scopes.OfflineAccess).Distinct()
            : scopes.Except([Scopes.OfflineAccess]);
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
