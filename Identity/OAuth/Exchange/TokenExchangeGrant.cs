using System.Security.Claims;
using McpAspire.Identity.OAuth.Dpop;
using McpAspire.Identity.OAuth.Grants;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange;

/// <summary>
/// RFC 8693: a program that holds the access token of a person gets one for the next server, in its own name and on
/// that person's behalf. What it gets is never more, and never longer, than what it holds.
/// </summary>
internal sealed class TokenExchangeGrant(
    IOpenIddictApplicationManager clients,
    UserManager<Account> accounts,
    GrantIdentity identities,
    ExchangeRange ranges) : IGrant
{
    public bool Handles(OpenIddictRequest request) => request.IsTokenExchangeGrantType();

    public async Task<GrantResult> RedeemAsync(HttpContext context, OpenIddictRequest request)
    {
        var transaction = context.Features.Get<OpenIddictServerAspNetCoreFeature>()?.Transaction;
        var subject = transaction?.SubjectToken()
            ?? throw new InvalidOperationException("The token request carries no token that was validated.");
        var client = await clients.FindByClientIdAsync(request.ClientId ?? string.Empty, context.RequestAborted)
            ?? throw new InvalidOperationException("The client of the request was validated, and is gone.");
        if (!await clients.HasClientTypeAsync(client, ClientTypes.Confidential, context.RequestAborted))
            return new GrantResult(null, Errors.UnauthorizedClient, "Clients without credentials may not do this.");
        if (FlawOf(subject, request.ClientId!, transaction) is { } flaw)
            return Refuse(flaw);

        var account = Guid.TryParse(subject.GetClaim(Claims.Subject), out var id)
            ? await accounts.FindByIdAsync(id.ToString())
            : null;
        if (account is null || account.DisabledAt is not null)
            return Refuse("The subject token is of nobody who could be acted for.");

        var limits = ClientLimits.Of(await clients.GetPermissionsAsync(client, context.RequestAborted));
        var (range, refusal) = ranges.Of(subject, request, limits);
        if (range is null)
            return refusal!;

        var identity = await DescribeAsync(subject, range, account);
        return Act(identity, subject, request.ClientId!)
            ? GrantResult.Of(identity) with { Note = $"for a token of {string.Join(' ', subject.GetPresenters())}" }
            : Refuse("The subject token has been passed on too often.");
    }

    private static string? FlawOf(ClaimsPrincipal subject, string clientId, OpenIddictServerTransaction? transaction)
    {
        // Nobody exchanges what they found: it was issued to the client, or the client is the server that it is for.
        if (!subject.HasPresenter(clientId) && !subject.HasAudience(clientId))
            return "The subject token is neither of this client nor for it.";
        return subject.Confirmed() is { } key && key != transaction?.Proof()?.Thumbprint
            ? "The subject token is bound to a key, of which the request has no proof."
            : null;
    }

    private async Task<ClaimsIdentity> DescribeAsync(
        ClaimsPrincipal subject, ExchangeRange.Granted range, Account account)
    {
        var identity = new ClaimsIdentity(
            TokenValidationParameters.DefaultAuthenticationType, Claims.Name, GrantIdentity.Groups);
        identity.SetClaim(Claims.Subject, account.Id.ToString());
        if (subject.GetClaim(Claims.AuthenticationTime) is { } signedInAt)
            identity.AddClaim(new Claim(Claims.AuthenticationTime, signedInAt, ClaimValueTypes.Integer64));
        identity.SetScopes(range.Scopes);
        identity.SetResources(range.Resources);
        // The same authorization, so that all goes when the login does.
        identity.SetAuthorizationId(subject.GetAuthorizationId());
        await identities.DescribeAsync(
            identity,
            account,
            subject.GetClaims(Claims.AuthenticationMethodReference),
            subject.GetClaim(Claims.AuthenticationContextReference));
        return identity;
    }

    /// <summary>A client that narrows its own token passes nothing on.</summary>
    private static bool Act(ClaimsIdentity identity, ClaimsPrincipal subject, string clientId)
    {
        var before = subject.GetClaim(ActorChain.Claim);
        var chain = subject.HasPresenter(clientId) ? before : ActorChain.Extend(before, clientId);
        if (chain is not null)
        {
            identity.AddClaim(new Claim(ActorChain.Claim, chain, JsonClaimValueTypes.Json)
                .SetDestinations(Destinations.AccessToken));
        }

        return chain is not null || subject.HasPresenter(clientId);
    }

    /// <summary>RFC 8693, section 2.2.2: what is wrong about the subject token is an invalid request.</summary>
    private static GrantResult Refuse(string description) => new(null, Errors.InvalidRequest, description);
}
