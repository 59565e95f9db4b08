using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Hashing;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Tests.Running;

/// <summary>
/// The hasher that is used in earnest, counting how often a password is compared, and how many at the same time.
/// </summary>
internal sealed class CountingHasher : IPasswordHasher<Account>
{
    private AccountPasswordHasher? _inner;
    private int _comparisons;
    private int _running;
    private int _peak;

    public int Comparisons => Volatile.Read(ref _comparisons);

    /// <summary>The most passwords that were compared at the same time.</summary>
    public int Peak => Volatile.Read(ref _peak);

    private AccountPasswordHasher Inner => _inner ?? throw new InvalidOperationException("The host has not started.");

    public CountingHasher Around(AccountPasswordHasher inner)
    {
        _inner = inner;
        return this;
    }

    public string HashPassword(Account user, string password) => Inner.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(
        Account user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _comparisons);
        var running = Interlocked.Increment(ref _running);
        for (var peak = Peak; running > peak; peak = Peak)
            Interlocked.CompareExchange(ref _peak, running, peak);
        try
        {
            return Inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
