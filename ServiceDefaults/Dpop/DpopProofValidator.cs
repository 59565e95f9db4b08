using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace McpAspire.ServiceDefaults.Dpop;

/// <summary>
/// Checks a proof by RFC 9449, section 4.3: everything but replay and nonce, which need memory or a secret. Identity
/// and gateway share it, because a difference between the two would be a hole.
/// </summary>
public static class DpopProofValidator
{
    /// <summary>Room for an RSA key of 4096 bits with its signature, and little more.</summary>
    public const int MaxLength = 4 * 1024;

    private const string Type = "dpop+jwt";
    private const int MaxIdLength = 256;

    /// <summary>Names of keys elsewhere, and extensions that would have to be understood.</summary>
    private static readonly string[] ForbiddenHeaders = ["crit", "b64", "x5c", "x5u", "x5t", "x5t#S256", "jku", "enc"];

    /// <summary>Checks all values of the header, of which there has to be exactly one.</summary>
    public static DpopVerdict Validate(IReadOnlyList<string?> headers, DpopExpectation expected)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(expected);
        return headers switch
        {
            [] or [null or ""] => DpopVerdict.Invalid(DpopFlaw.Missing),
            // Proxies join several headers of one name with commas.
            [{ } proof] when !proof.Contains(',', StringComparison.Ordinal) => Validate(proof, expected),
            _ => DpopVerdict.Invalid(DpopFlaw.Several),
        };
    }

    private static DpopVerdict Validate(string proof, DpopExpectation expected)
    {
        var parts = proof.Length <= MaxLength ? proof.Split('.') : [];
        if (parts.Length != 3 || StrictText.Bytes(parts[2]) is not { } signature)
            return DpopVerdict.Invalid(DpopFlaw.Malformed);

        using var header = StrictText.Object(parts[0]);
        using var claims = StrictText.Object(parts[1]);
        if (header is null || claims is null
            || ForbiddenHeaders.Any(name => header.RootElement.TryGetProperty(name, out _)))
        {
            return DpopVerdict.Invalid(DpopFlaw.Malformed);
        }

        if (StrictText.Of(header.RootElement, "typ") != Type)
            return DpopVerdict.Invalid(DpopFlaw.Type);
        if (StrictText.Of(header.RootElement, "alg") is not { } algorithm || !DpopAlgorithms.All.Contains(algorithm))
            return DpopVerdict.Invalid(DpopFlaw.Algorithm);
        // Comparing is cheap and verifying is not.
        if (FlawOf(claims.RootElement, expected) is { } flaw)
            return DpopVerdict.Invalid(flaw);

        using var key = header.RootElement.TryGetProperty("jwk", out var jwk) ? ProofKey.Read(jwk) : null;
        if (key is null)
            return DpopVerdict.Invalid(DpopFlaw.Key);
        if (!key.Fits(algorithm))
            return DpopVerdict.Invalid(DpopFlaw.Algorithm);
        if (!key.Verifies(algorithm, Encoding.ASCII.GetBytes(proof[..proof.LastIndexOf('.')]), signature))
            return DpopVerdict.Invalid(DpopFlaw.Signature);

        return DpopVerdict.Of(new DpopProof(
            key.Thumbprint, StrictText.Of(claims.RootElement, "jti")!, StrictText.Of(claims.RootElement, "nonce")));
    }

    private static string? FlawOf(JsonElement claims, DpopExpectation expected)
    {
        if (StrictText.Of(claims, "jti") is not { Length: <= MaxIdLength }
            || StrictText.Of(claims, "htm") is not { } method
            || StrictText.Of(claims, "htu") is not { } address
            || !claims.TryGetProperty("iat", out var time) || time.ValueKind != JsonValueKind.Number
            || !time.TryGetDouble(out var issued))
        {
            return DpopFlaw.Claims;
        }

        var now = expected.Now.ToUnixTimeMilliseconds() / 1000.0;
        if (!string.Equals(method, expected.Method, StringComparison.Ordinal))
            return DpopFlaw.Method;
        if (Normal(address) is not { } normal || normal != Normal(expected.Address))
            return DpopFlaw.Address;
        if (!(issued >= now - expected.Lifetime.TotalSeconds - DpopExpectation.ClockSkew.TotalSeconds
            && issued <= now + DpopExpectation.ClockSkew.TotalSeconds))
        {
            return DpopFlaw.Time;
        }

        return expected.AccessToken is null || IsHashOf(StrictText.Of(claims, "ath"), expected.AccessToken)
            ? null
            : DpopFlaw.Token;
    }

    /// <summary>RFC 9449, section 4.3: without query and fragment, normalised by RFC 3986, section 6.2.</summary>
    private static string? Normal(string address) =>
        !address.Contains('\\', StringComparison.Ordinal)
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0
            ? uri.GetLeftPart(UriPartial.Path)
            : null;

    private static bool IsHashOf(string? hash, string token) =>
        hash is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(hash),
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)))));
}
