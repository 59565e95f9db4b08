using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>
/// Makes Argon2id hashes, and compares with any kind that is known. A hash of an unknown kind never verifies.
/// </summary>
internal sealed class AccountPasswordHasher(HashingGate gate, IOptions<PasswordOptions> options)
    : IPasswordHasher<Account>
{
    private readonly Argon2Cost _cost = options.Value.Argon2.Cost;

    public string HashPassword(Account user, string password) =>
        gate.Run(() => Argon2Hash.Create(password, _cost).ToString());

    public PasswordVerificationResult VerifyHashedPassword(
        Account user, string hashedPassword, string providedPassword)
    {
        if (EncodedHash.Parse(hashedPassword) is not { } hash)
            return PasswordVerificationResult.Failed;
        if (!gate.Run(() => hash.Verify(providedPassword)))
            return PasswordVerificationResult.Failed;

        return hash is Argon2Hash argon && argon.IsMadeWith(_cost)
            ? PasswordVerificationResult.Success
            : PasswordVerificationResult.SuccessRehashNeeded;
    }
}
