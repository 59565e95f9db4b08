using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace McpAspire.Shared;

/// <summary>A signing key of an issuer, as it stands in its JWK Set.</summary>
public sealed class TokenKey : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private TokenKey(string id, RSA? rsa, ECDsa? ec)
    {
        Id = id;
        _rsa = rsa;
        _ec = ec;
    }

    /// <summary>The key id (<c>kid</c>).</summary>
    public string Id { get; }

    /// <summary>The algorithm that an issuer would use it with.</summary>
    public string Algorithm => _rsa is not null ? "RS256" : "ES256";

    /// <summary>A new RSA key, for RS256 and PS256.</summary>
    public static TokenKey Rsa(string id, int bits = 2048) => new(id, RSA.Create(bits), null);

    /// <summary>A new P-256 key, for ES256.</summary>
    public static TokenKey EllipticCurve(string id) => new(id, null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The JWK Set of these keys.</summary>
    public static string Jwks(params IEnumerable<TokenKey> keys) =>
        new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.ToJwk())]) }.ToJsonString();

    /// <summary>The public part as PEM: what an attacker has who tries it as a shared secret.</summary>
    public string ToPublicPem() => _rsa?.ExportSubjectPublicKeyInfoPem() ?? _ec!.ExportSubjectPublicKeyInfoPem();

    /// <summary>The public part as a JWK.</summary>
    public JsonObject ToJwk()
    {
        var jwk = new JsonObject { ["kid"] = Id, ["use"] = "sig", ["alg"] = Algorithm };
        if (_rsa is not null)
        {
            var parameters = _rsa.ExportParameters(false);
            jwk["kty"] = "RSA";
            jwk["n"] = Base64Url.EncodeToString(parameters.Modulus);
            jwk["e"] = Base64Url.EncodeToString(parameters.Exponent);
        }
        else
        {
            var parameters = _ec!.ExportParameters(false);
            jwk["kty"] = "EC";
            jwk["crv"] = "P-256";
            jwk["x"] = Base64Url.EncodeToString(parameters.Q.X);
            jwk["y"] = Base64Url.EncodeToString(parameters.Q.Y);
        }

        return jwk;
    }

    /// <summary>The signature over a JWS signing input.</summary>
    public byte[] Sign(string input, string? algorithm = null)
    {
        var bytes = Encoding.ASCII.GetBytes(input);
        if (_rsa is null)
            return _ec!.SignData(bytes, HashAlgorithmName.SHA256);

        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return _rsa.SignData(bytes, HashAlgorithmName.SHA256, padding);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }
}
