using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Tests.Running;

/// <summary>The hasher that is used in earnest, counting how often a password is compared.</summary>
internal sealed class CountingHasher : IPasswordHasher<Account>
{
    private readonly PasswordHasher<Account> _inner = new();
    private int _comparisons;

    public int Comparisons => Volatile.Read(ref _comparisons);

    public string HashPassword(Account user, string password) => _inner.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(
        Account user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _comparisons);
        return _inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
