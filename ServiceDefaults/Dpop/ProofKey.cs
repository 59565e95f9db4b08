using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace McpAspire.ServiceDefaults.Dpop;

/// <summary>
/// The public key in a proof, made from its numbers alone. What else may lead to a key (certificates, addresses) makes
/// the proof invalid, so that no two readers can see different keys in it.
/// </summary>
internal sealed class ProofKey : IDisposable
{
    private const int CoordinateBytes = 32;
    private const int LeastModulusBytes = 2048 / 8;
    private const int MostModulusBytes = 4096 / 8;
    private const int MostExponentBytes = 4;

    private static readonly string[] Forbidden =
        ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "x5c", "x5u", "x5t", "x5t#S256"];

    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;

    private ProofKey(ECDsa? ec, RSA? rsa, string canonical)
    {
        _ec = ec;
        _rsa = rsa;
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));
    }

    /// <summary>RFC 7638, section 3.</summary>
    public string Thumbprint { get; }

    /// <summary>The key, or null if it is not one to trust.</summary>
    public static ProofKey? Read(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object || Forbidden.Any(name => jwk.TryGetProperty(name, out _)))
            return null;

        try
        {
            return StrictText.Of(jwk, "kty") switch
            {
                "EC" when StrictText.Of(jwk, "crv") == "P-256" => Ec(jwk),
                "RSA" => Rsa(jwk),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            // Not a point of the curve, or no modulus.
            return null;
        }
    }

    public bool Fits(string algorithm) => algorithm == DpopAlgorithms.Es256 ? _ec is not null : _rsa is not null;

    public bool Verifies(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => algorithm switch
    {
        DpopAlgorithms.Es256 => _ec!.VerifyData(data, signature, HashAlgorithmName.SHA256),
        DpopAlgorithms.Rs256 =>
            _rsa!.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        DpopAlgorithms.Ps256 =>
            _rsa!.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => false,
    };

    public void Dispose()
    {
        _ec?.Dispose();
        _rsa?.Dispose();
    }

    private static ProofKey? Ec(JsonElement jwk)
    {
        if (StrictText.BytesOf(jwk, "x") is not { Length: CoordinateBytes } x
            || StrictText.BytesOf(jwk, "y") is not { Length: CoordinateBytes } y)
        {
            return null;
        }

        var point = new ECPoint { X = x, Y = y };
        var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        return new ProofKey(
            key, null, $$"""{"crv":"P-256","kty":"EC","x":"{{Text(x)}}","y":"{{Text(y)}}"}""");
    }

    private static ProofKey? Rsa(JsonElement jwk)
    {
        // RFC 7518, section 6.3.1: no leading zeros; with them one key would have many thumbprints.
        if (StrictText.BytesOf(jwk, "n") is not { Length: >= LeastModulusBytes and <= MostModulusBytes } n
            || n[0] < 0x80
            || StrictText.BytesOf(jwk, "e") is not { Length: > 0 and <= MostExponentBytes } e || e[0] == 0
            || (e[^1] & 1) == 0 || e is [1])
        {
            return null;
        }

        var key = RSA.Create(new RSAParameters { Modulus = n, Exponent = e });
        return new ProofKey(null, key,
            $$"""{"e":"{{Text(e)}}","kty":"RSA","n":"{{Text(n)}}"}""");
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
