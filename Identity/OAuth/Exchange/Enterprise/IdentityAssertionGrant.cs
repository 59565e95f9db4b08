using System.Security.Claims;
using McpAspire.Identity.Login;
using McpAspire.Identity.OAuth.Dpop;
using McpAspire.Identity.OAuth.Grants;
using McpAspire.Identity.OAuth.Resources;
using McpAspire.Identity.OAuth.StepUp;
using McpAspire.Identity.Users;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>
/// RFC 7523, section 2.1, with an ID-JAG: a client gets an access token for a person who signed in at an identity
/// provider that is trusted here. It never gets a refresh token; the provider decides each time anew.
/// </summary>
internal sealed class IdentityAssertionGrant(
    IOpenIddictApplicationManager clients,
    IdentityAssertionCheck check,
    IdentityAssertionReplays replays,
    IdentitySubjects subjects,
    SubjectMemory memory,
    GrantIdentity identities,
    KnownResources resources) : IGrant
{
    private const int MaxMethods = 10;

    public bool Handles(OpenIddictRequest request) => request.GrantType == ExchangeGrantTypes.Assertion;

    public async Task<GrantResult> RedeemAsync(HttpContext context, OpenIddictRequest request)
    {
        var cancellation = context.RequestAborted;
        var client = await clients.FindByClientIdAsync(request.ClientId ?? string.Empty, cancellation)
            ?? throw new InvalidOperationException("The client of the request was validated, and is gone.");
        if (!await clients.HasClientTypeAsync(client, ClientTypes.Confidential, cancellation))
            return new GrantResult(null, Errors.UnauthorizedClient, "Clients without credentials may not do this.");
        if (request.Assertion is not { Length: > 0 } text)
            return new GrantResult(null, Errors.InvalidRequest, "The parameter 'assertion' is required.");

        var (assertion, refusal) = await check.CheckAsync(text, request.ClientId!, cancellation);
        if (assertion is null)
            return refusal!;
        if (assertion.BoundKey() is { } key && key != ProofOf(context))
            return GrantResult.Invalid("The assertion is bound to a key, of which the request has no proof.");

        var limits = ClientLimits.Of(await clients.GetPermissionsAsync(client, cancellation));
        var (range, outOfRange) = IdentityAssertionRange.Of(assertion, request, limits, resources);
        if (range is null)
            return outOfRange!;

        var match = await subjects.FindAsync(assertion, cancellation);
        if (match.Problem is not null)
            return Unknown(assertion, match);
        // Last, so that an assertion is spent by success alone, and before anything is written.
        if (!await replays.TakeAsync(assertion))
            return GrantResult.Invalid("The assertion has been used before.");

        match = await memory.SettleAsync(assertion, match, cancellation);
        if (match.Account is not { } account)
            return Unknown(assertion, match);

        var identity = await DescribeAsync(assertion, range, account);
        return GrantResult.Of(identity) with { Note = assertion.TrustedIssuer.Issuer };
    }

    private async Task<ClaimsIdentity> DescribeAsync(
        IdentityAssertion assertion, IdentityAssertionRange range, Account account)
    {
        var identity = new ClaimsIdentity(
            TokenValidationParameters.DefaultAuthenticationType, Claims.Name, GrantIdentity.Groups);
        identity.SetClaim(Claims.Subject, account.Id.ToString());
        if (assertion.Moment(Claims.AuthenticationTime) is { } signedInAt)
            identity.SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());
        identity.SetScopes(range.Scopes);
        identity.SetResources(range.Resources);
        var methods = assertion.Claims(Claims.AuthenticationMethodReference) ?? [];
        await identities.DescribeAsync(identity, account, methods.Take(MaxMethods), LevelOf(assertion, methods));
        return identity;
    }

    /// <summary>
    /// Words of another server do not stand for a second factor of this one, unless its operator says so. Which of them
    /// it means by themselves is not known here; <c>mfa</c> is plain (RFC 8176, section 2).
    /// </summary>
    private static string LevelOf(IdentityAssertion assertion, IReadOnlyList<string> methods) =>
        assertion.TrustedIssuer.TrustSecondFactor && methods.Contains(SignInMethods.Several)
            ? AcrValues.TwoFactors
            : AcrValues.OneFactor;

    /// <summary>Whoever asks learns that there is no account, and not why.</summary>
    private static GrantResult Unknown(IdentityAssertion assertion, SubjectMatch match) =>
        GrantResult.Invalid("The subject of the assertion has no account here.") with
        {
            Note = $"{match.Problem} ({assertion.TrustedIssuer.Issuer})",
        };

    private static string? ProofOf(HttpContext context) =>
        context.Features.Get<OpenIddictServerAspNetCoreFeature>()?.Transaction?.Proof()?.Thumbprint;
}
