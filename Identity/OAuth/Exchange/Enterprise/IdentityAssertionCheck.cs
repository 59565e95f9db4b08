using McpAspire.Identity.OAuth.Assertions;
using McpAspire.Identity.OAuth.Exchange.Trust;
using McpAspire.Identity.OAuth.Grants;
using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>
/// Draft identity-assertion-authz-grant, section 4.4.1, and RFC 7521, section 5.2: whether an assertion is one, of
/// whom, for whom and for now. What it gives, and to which account, is decided elsewhere.
/// </summary>
internal sealed class IdentityAssertionCheck(
    IOptions<TrustedIssuersOptions> issuers,
    IssuerKeys keys,
    PublicOrigin origin,
    TimeProvider clock)
{
    private const int MaxIdLength = 255;

    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private static readonly JsonWebTokenHandler Signatures = new() { MaximumTokenSizeInBytes = 32 * 1024 };

    /// <summary>The assertion, or why it is refused.</summary>
    public async Task<(IdentityAssertion? Assertion, GrantResult? Refusal)> CheckAsync(
        string text, string clientId, CancellationToken cancellationToken)
    {
        if (IdentityAssertion.Read(text) is not { } assertion)
            return Refuse("The assertion is not a JSON Web Token.");
        if (FlawOfHeader(assertion) is { } headerFlaw)
            return Refuse(headerFlaw);
        if (assertion.Claim(Claims.Issuer) is not { } name || issuers.Value.Find(name) is not { } issuer)
            return Refuse("The issuer of the assertion is not trusted here.");
        if (!issuer.Clients.Contains(clientId, StringComparer.Ordinal))
        {
            return (null, new GrantResult(
                null, Errors.UnauthorizedClient, "This client may not bring assertions of that issuer."));
        }

        if (!await IsSignedAsync(assertion, issuer, cancellationToken))
            return Refuse("The signature of the assertion could not be verified.");
        if (FlawOfClaims(assertion, issuer, clientId) is { } flaw)
            return Refuse(flaw);

        assertion.Trust(issuer);
        return (assertion, null);
    }

    private static string? FlawOfHeader(IdentityAssertion assertion)
    {
        // RFC 8725, section 3.11: an ID token of the same issuer must not pass for a grant.
        if (!string.Equals(assertion.Header("typ"), IdentityAssertion.Type, StringComparison.OrdinalIgnoreCase))
            return $"The assertion is not of the type '{IdentityAssertion.Type}'.";
        if (!AssertionAlgorithms.All.Contains(assertion.Header("alg")))
            return "The assertion is not signed with RS256, PS256 or ES256.";
        // RFC 7515, section 4.1.11: whoever does not know an extension has to refuse it, and none is known here.
        return assertion.HasHeader("crit") ? "The assertion has an extension that is not known here." : null;
    }

    private async Task<bool> IsSignedAsync(
        IdentityAssertion assertion, TrustedIssuer issuer, CancellationToken cancellationToken)
    {
        var algorithm = assertion.Header("alg");
        var found = await keys.FindAsync(issuer, assertion.Header("kid"), cancellationToken);
        // The key says what it signs with; another algorithm with it is an attempt at something.
        var candidates = found.Where(key => string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm).ToList();
        if (candidates.Count == 0)
            return false;

        var result = await Signatures.ValidateTokenAsync(assertion.Text, new TokenValidationParameters
        {
            IssuerSigningKeys = candidates,
            ValidAlgorithms = [algorithm],
            // All about claims is compared below, character by character and by this server's clock.
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid;
    }

    private string? FlawOfClaims(IdentityAssertion assertion, TrustedIssuer issuer, string clientId)
    {
        if (assertion.Claims(Claims.Audience) is not [var audience] || audience != origin.Issuer)
            return "The assertion is for another audience, or for several.";
        if (assertion.Claim(Claims.ClientId) != clientId)
            return "The assertion was made for another client.";
        if (assertion.Claim(Claims.Subject) is not { Length: <= MaxIdLength })
            return "The assertion needs a 'sub'.";
        if (assertion.Claim(Claims.JwtId) is not { Length: <= MaxIdLength })
            return "The assertion needs a 'jti'.";
        // Subjects of a multi-tenant issuer are unique within their tenant only.
        if (assertion.Has("tenant") ? assertion.Claim("tenant") != issuer.Tenant : issuer.Tenant is not null)
            return "The assertion is of another tenant.";
        // It may ask for less than the scopes do, which could not be kept to.
        if (assertion.Has("authorization_details"))
            return "The assertion holds 'authorization_details', which are not supported.";
        return FlawOfTimes(assertion, issuer.MaxLifetime);
    }

    private string? FlawOfTimes(IdentityAssertion assertion, TimeSpan maxLifetime)
    {
        var now = clock.GetUtcNow();
        var (expires, issued) = (assertion.Moment(Claims.ExpiresAt), assertion.Moment(Claims.IssuedAt));
        if (expires is null || issued is null)
            return "The assertion needs 'exp' and 'iat'.";
        if (expires <= now - Skew)
            return "The assertion has expired.";
        if (expires - issued > maxLifetime)
            return "The assertion is good for too long.";

        string[] past = [Claims.IssuedAt, Claims.NotBefore, Claims.AuthenticationTime];
        return past.Where(assertion.Has).Any(claim => !(assertion.Moment(claim) <= now + Skew))
            ? "The assertion, or the sign-in that it tells of, is of the future."
            : null;
    }

    private static (IdentityAssertion?, GrantResult?) Refuse(string flaw) => (null, GrantResult.Invalid(flaw));
}
