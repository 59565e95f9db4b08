using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users;

/// <summary>Says why a new password will not do, in words for the person who chose it.</summary>
internal sealed class PasswordRules(IOptions<PasswordOptions> options, UserManager<Account> accounts)
{
    public int MinLength => options.Value.MinLength;

    public async Task<string?> ProblemAsync(Account account, string password, string confirmation)
    {
        if (password.Length < MinLength)
            return $"The new password needs at least {MinLength} characters.";
        if (password.Length > PasswordOptions.MaxLength)
            return $"The new password may have at most {PasswordOptions.MaxLength} characters.";
        if (account.UserName is { Length: > 0 } name && password.Contains(name, StringComparison.OrdinalIgnoreCase))
            return "The new password must not contain the user name.";
        if (!string.Equals(password, confirmation, StringComparison.Ordinal))
            return "The two passwords are not the same.";
        return await accounts.CheckPasswordAsync(account, password)
            ? "The new password must differ from the one it replaces."
            : null;
    }
}
