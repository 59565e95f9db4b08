using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Identity.Perimeter;

/// <summary>
/// A secret that a program brings as bearer token (RFC 6750, section 2.1). Digests are compared, which have one length:
/// neither length nor prefix of the secret shows in the time. Where there is no secret, nobody has it.
/// </summary>
internal sealed class BearerSecret(string? secret)
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _expected = string.IsNullOrEmpty(secret) ? null : DigestOf(secret);

    public bool IsIn(HttpRequest request)
    {
        var value = request.Headers.Authorization is [{ } only] ? only : string.Empty;
        return _expected is not null
            && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(DigestOf(value[Scheme.Length..].Trim()), _expected);
    }

    private static byte[] DigestOf(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
