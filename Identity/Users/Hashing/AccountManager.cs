using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>Compares passwords without holding a thread while others are compared.</summary>
internal sealed class AccountManager(
    HashingGate gate,
    IHttpContextAccessor requests,
    IUserStore<Account> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Account> hasher,
    IEnumerable<IUserValidator<Account>> userValidators,
    IEnumerable<IPasswordValidator<Account>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<Account>> logger)
    : UserManager<Account>(
        store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    /// <summary>For waiting alone: what was begun with the database is not left half done.</summary>
    private CancellationToken Aborted => requests.HttpContext?.RequestAborted ?? CancellationToken.None;

    public override async Task<bool> CheckPasswordAsync(Account user, string password)
    {
        if (user.PasswordHash is not { } stored)
            return false;

        // One turn for both, so that whoever was let in is not turned away over the new hash.
        var (result, renewed) = await gate.RunAsync(() => Compare(user, stored, password), Aborted);
        if (renewed is not null)
        {
            user.PasswordHash = renewed;
            // Where somebody else changed the account meanwhile, the next sign-in renews the hash.
            if (!(await UpdateUserAsync(user)).Succeeded)
                user.PasswordHash = stored;
        }

        return result != PasswordVerificationResult.Failed;
    }

    private (PasswordVerificationResult Result, string? Renewed) Compare(Account user, string stored, string password)
    {
        var result = PasswordHasher.VerifyHashedPassword(user, stored, password);
        return (result, result == PasswordVerificationResult.SuccessRehashNeeded
            ? PasswordHasher.HashPassword(user, password)
            : null);
    }
}
