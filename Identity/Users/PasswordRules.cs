using McpAspire.Identity.Users.Policy;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users;

/// <summary>Says why a new password will not do, in words for the person who chose it.</summary>
internal sealed class PasswordRules(
    IOptions<PasswordOptions> options, PasswordPolicy policy, UserManager<Account> accounts)
{
    public int MinLength => options.Value.MinLength;

    public async Task<string?> ProblemAsync(Account account, string password, string confirmation)
    {
        if (policy.ProblemOf(password, account.UserName, account.Email, account.DisplayName) is { } problem)
            return problem;
        if (!string.Equals(password, confirmation, StringComparison.Ordinal))
            return "The two passwords are not the same.";
        return await accounts.CheckPasswordAsync(account, password)
            ? "The new password must differ from the one it replaces."
            : null;
    }
}
