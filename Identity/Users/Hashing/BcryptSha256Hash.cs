using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>
/// <c>$bcrypt-sha256$v=2,t=2b,r=12$salt$hash</c>: bcrypt of an HMAC of the password, as bcrypt itself ends at 72 bytes.
/// </summary>
internal sealed record BcryptSha256Hash(string Salt, BcryptHash Inner) : IEncodedHash
{
    private const int SaltLength = 22;

    public static BcryptSha256Hash? Parse(string[] fields) =>
        fields is [_, var parameters, { Length: SaltLength } salt, var hash]
        && HashFields.Values(parameters, "v", "t", "r") is ["2", "2a" or "2b", var cost]
        && HashFields.Number(cost, BcryptHash.MinCost, BcryptHash.MaxCost) is { } number
        && BcryptHash.Parse(["2b", number.ToString("00", CultureInfo.InvariantCulture), salt + hash]) is { } inner
            ? new BcryptSha256Hash(salt, inner)
            : null;

    public bool Verify(string password) => Inner.Verify(Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(Salt), Encoding.UTF8.GetBytes(password))));
}
