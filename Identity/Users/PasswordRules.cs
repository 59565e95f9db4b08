using McpAspire.Identity.Users.Policy;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users;

/// <summary>Says why a new password will not do, in words for the person who chose it.</summary>
internal sealed class PasswordRules(
    IOptions<PasswordOptions> options, PasswordPolicy policy, UserManager<Account> accounts)
{
    public int MinLength => options.Value.MinLength;

    /// <param name="account">Whose password it is to be.</param>
    /// <param name="password">The new one.</param>
    /// <param name="confirmation">The new one, typed again.</param>
    /// <param name="replaced">
    /// The one it replaces, where somebody has just shown that they know it: then nothing has to be hashed.
    /// </param>
    public async Task<string?> ProblemAsync(
        Account account, string password, string confirmation, string? replaced = null)
    {
        if (policy.ProblemOf(password, account.UserName, account.Email, account.DisplayName) is { } problem)
            return problem;
        if (!string.Equals(password, confirmation, StringComparison.Ordinal))
            return "The two passwords are not the same.";
        var isSame = replaced is null
            ? await accounts.CheckPasswordAsync(account, password)
            : string.Equals(password, replaced, StringComparison.Ordinal);
        return isSame
            ? "The new password must differ from the one it replaces."
            : null;
    }
}
