using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Clients;

/// <summary>
/// The initial access token of RFC 7591, section 3: where one is configured, only those who were given it can register
/// clients. The digests are compared, so that neither length nor prefix shows in the time.
/// </summary>
internal sealed class InitialAccess(IOptions<RegistrationOptions> options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _expected = string.IsNullOrEmpty(options.Value.InitialAccessToken)
        ? null
        : Digest(options.Value.InitialAccessToken);

    public bool Allows(HttpRequest request)
    {
        if (_expected is null)
            return true;

        var value = request.Headers.Authorization is [{ } only] ? only : string.Empty;
        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Digest(value[Scheme.Length..].Trim()), _expected);
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
