using System.Collections.Frozen;
using McpAspire.Gateway.Authentication.Dpop;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Policy.Variables;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Gateway.Authentication;

/// <summary>
/// Verifies a JWT access token by RFC 9068 section 4 - everything but its audience, which depends on the endpoint.
/// The cheap looks at the header come first: what cannot be valid costs no cryptography and no fetch.
/// </summary>
internal sealed class AccessTokenValidator(SigningKeys keys, IOptions<McpOptions> options, TimeProvider time)
{
    /// <summary>The only <c>typ</c>: an ID token has another, and is no permission to call anything.</summary>
    private const string TokenType = "at+jwt";

    /// <summary>The issuer's own name of a token; one of another make may use <c>jti</c>.</summary>
    private const string RevocationClaim = "oi_tkn_id";

    /// <summary>
    /// For an issuer whose clock is ahead: its fresh token would be refused right after sign-in. Expiry has no such
    /// grace; a client that is told so refreshes.
    /// </summary>
    private static readonly TimeSpan IssuerClockSkew = TimeSpan.FromSeconds(5);

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = BearerToken.MaxLength };

    /// <summary>The algorithms, each with its type of key; never <c>none</c>, never a shared secret.</summary>
    private static readonly FrozenDictionary<string, Type> KeyTypes = new Dictionary<string, Type>
    {
        [SecurityAlgorithms.RsaSha256] = typeof(RsaSecurityKey),
        [SecurityAlgorithms.RsaSsaPssSha256] = typeof(RsaSecurityKey),
        [SecurityAlgorithms.EcdsaSha256] = typeof(ECDsaSecurityKey),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly long EndOfTime = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private readonly string _issuer = options.Value.Authorization.Issuer!;

    public async ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (Parse(token) is not { } jwt)
            return TokenVerdict.Invalid(TokenFlaw.Malformed);
        if (CheckHeader(jwt) is { } flaw)
            return TokenVerdict.Invalid(flaw);

        var set = keys.Current;
        if (!set.Keys.ContainsKey(jwt.Kid))
        {
            await keys.RefreshAsync(cancellationToken);
            set = keys.Current;
        }

        if (!set.Keys.TryGetValue(jwt.Kid, out var key))
            return TokenVerdict.Invalid(TokenFlaw.UnknownKey);
        if (key.GetType() != KeyTypes[jwt.Alg])
            return TokenVerdict.Invalid(TokenFlaw.Algorithm);

        var result = await Handler.ValidateTokenAsync(jwt, Parameters(key));
        return result.IsValid ? CheckClaims(jwt, set.Version) : TokenVerdict.Invalid(FlawOf(result.Exception));
    }

    private static JsonWebToken? Parse(string token)
    {
        try
        {
            return new JsonWebToken(token);
        }
        catch (Exception)
        {
            // What the library throws at hostile input differs by version; all of it means the same.
            return null;
        }
    }

    private static string? CheckHeader(JsonWebToken jwt)
    {
        // Encrypted tokens have five parts; "crit" (RFC 7515 section 4.1.11) names extensions that must be
        // understood, and none is. Keys that a token brings along (jku, jwk, x5u, x5c) are never looked at.
        if (jwt.IsEncrypted || Has(jwt, "crit") || Has(jwt, "b64"))
            return TokenFlaw.Malformed;
        if (jwt.Typ != TokenType)
            return TokenFlaw.Type;
        if (jwt.Alg is not { } algorithm || !KeyTypes.ContainsKey(algorithm))
            return TokenFlaw.Algorithm;

        return string.IsNullOrEmpty(jwt.Kid) ? TokenFlaw.UnknownKey : null;
    }

    private static bool Has(JsonWebToken jwt, string header) => jwt.TryGetHeaderValue<object>(header, out _);

    private TokenValidationParameters Parameters(SecurityKey key) => new()
    {
        ValidIssuer = _issuer,
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        ValidAlgorithms = KeyTypes.Keys,
        ValidTypes = [TokenType],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        // By the endpoint, on every request; and the claims below by this project's clock.
        ValidateAudience = false,
        ValidateLifetime = false,
    };

    private TokenVerdict CheckClaims(JsonWebToken jwt, int keySetVersion)
    {
        var now = time.GetUtcNow();
        if (!jwt.TryGetPayloadValue<long>("exp", out var expires) || !jwt.TryGetPayloadValue<long>("iat", out _))
            return TokenVerdict.Invalid(TokenFlaw.Claims);
        if (now.ToUnixTimeSeconds() >= expires)
            return TokenVerdict.Invalid(TokenFlaw.Expired);
        if (jwt.TryGetPayloadValue<long>("nbf", out var notBefore)
            && (now + IssuerClockSkew).ToUnixTimeSeconds() < notBefore)
            return TokenVerdict.Invalid(TokenFlaw.NotYetValid);

        // RFC 8707 section 2 lets a token have several audiences. Each of them could then present it to the others.
        var audiences = jwt.Audiences.ToArray();
        if (audiences.Length != 1)
            return TokenVerdict.Invalid(TokenFlaw.Audience);
        if (Text(jwt, "sub") is not { } subject
            || Text(jwt, "client_id") is not { } client
            || Text(jwt, "jti") is not { } id)
            return TokenVerdict.Invalid(TokenFlaw.Claims);
        // A binding that is not understood is none that could be ignored.
        if (!KeyConfirmation.TryRead(jwt, out var thumbprint))
            return TokenVerdict.Invalid(TokenFlaw.Claims);

        string[] scopes = (Text(jwt, "scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] groups = [.. jwt.Claims.Where(claim => claim.Type == "groups").Select(claim => claim.Value)];
        return new AccessToken
        {
            Subject = subject,
            ClientId = client,
            TokenId = id,
            RevocationId = Text(jwt, RevocationClaim) ?? id,
            KeyId = jwt.Kid,
            Audience = audiences[0],
            Scopes = scopes.ToFrozenSet(),
            Groups = groups,
            Claims = new ClaimsVariable(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload), scopes, groups),
            KeyThumbprint = thumbprint,
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Math.Min(expires, EndOfTime)),
            KeySetVersion = keySetVersion,
        };
    }

    private static string? Text(JsonWebToken jwt, string claim) =>
        jwt.TryGetPayloadValue<string>(claim, out var value) && !string.IsNullOrEmpty(value) ? value : null;

    private static string FlawOf(Exception? exception) => exception switch
    {
        SecurityTokenInvalidIssuerException => TokenFlaw.Issuer,
        SecurityTokenInvalidSignatureException => TokenFlaw.Signature,
        SecurityTokenInvalidAlgorithmException => TokenFlaw.Algorithm,
        SecurityTokenInvalidTypeException => TokenFlaw.Type,
        _ => TokenFlaw.Malformed,
    };
}
