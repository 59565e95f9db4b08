using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Gateway.Authentication;

/// <summary>Reads a JWK Set (RFC 7517) and keeps of it what may verify an access token.</summary>
internal static class JwksReader
{
    private const int SmallestRsaKeyInBits = 2048;

    /// <summary>The keys by id. A set without a usable key is no set: it would refuse everybody.</summary>
    public static FrozenDictionary<string, SecurityKey> Read(string json)
    {
        var keys = new Dictionary<string, SecurityKey>(StringComparer.Ordinal);
        foreach (var key in new JsonWebKeySet(json).Keys)
        {
            if (string.IsNullOrEmpty(key.Kid) || key.Use is not (null or "" or "sig"))
                continue;
            if (ToSecurityKey(key) is { } usable && !keys.TryAdd(key.Kid, usable))
                throw new InvalidDataException("The key set names two keys alike.");
        }

        return keys.Count > 0 ? keys.ToFrozenDictionary(StringComparer.Ordinal)
            : throw new InvalidDataException("The key set holds no usable key.");
    }

    /// <summary>
    /// Public keys only, made from their numbers: certificates and addresses that a JWK may also carry (x5c, x5u)
    /// are not looked at, and a symmetric key has no place in a published set.
    /// </summary>
    private static SecurityKey? ToSecurityKey(JsonWebKey key) => key.Kty switch
    {
        JsonWebAlgorithmsKeyTypes.RSA => Rsa(key),
        JsonWebAlgorithmsKeyTypes.EllipticCurve when key.Crv == JsonWebKeyECTypes.P256 => P256(key),
        _ => null,
    };

    private static RsaSecurityKey? Rsa(JsonWebKey key)
    {
        var parameters = new RSAParameters
        {
            Modulus = Base64UrlEncoder.DecodeBytes(key.N),
            Exponent = Base64UrlEncoder.DecodeBytes(key.E),
        };
        return parameters.Modulus.Length * 8 >= SmallestRsaKeyInBits
            ? new RsaSecurityKey(parameters) { KeyId = key.Kid }
            : null;
    }

    private static ECDsaSecurityKey P256(JsonWebKey key)
    {
        var point = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) };
        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point };
        return new ECDsaSecurityKey(ECDsa.Create(parameters)) { KeyId = key.Kid };
    }
}
