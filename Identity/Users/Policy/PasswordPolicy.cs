using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users.Policy;

/// <summary>
/// Says why a password is too weak, in words for whoever chose it. What counts is how soon it would be guessed, not
/// what kinds of characters are in it.
/// </summary>
internal sealed class PasswordPolicy(
    IOptions<PasswordOptions> options, CommonPasswords common, BreachedPasswords breached)
{
    /// <summary>The estimate of longer ones takes long, and none of them is weak for its length.</summary>
    private const int EstimatedLength = 72;

    /// <summary>Shorter names are in every other sentence.</summary>
    private const int NameLength = 4;

    private readonly Zxcvbn.Zxcvbn _estimator = new();

    /// <summary>The problem, or null. The owner's names are what an attacker tries first.</summary>
    public string? ProblemOf(string password, params IReadOnlyCollection<string?> names)
    {
        var value = options.Value;
        if (password.Length < value.MinLength)
            return $"The new password needs at least {value.MinLength} characters.";
        if (password.Length > PasswordOptions.MaxLength)
            return $"The new password may have at most {PasswordOptions.MaxLength} characters.";

        var words = WordsOf(names).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (words.Any(word => word.Length >= NameLength && password.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return "The new password must not contain the user name or other names of its owner.";
        if (common.Contains(password) || breached.Contains(password))
        {
            return "That password is on lists of passwords that were stolen elsewhere, which attackers try first. "
                + "Choose another.";
        }

        var estimated = password.Length > EstimatedLength ? password[..EstimatedLength] : password;
        return _estimator.EvaluatePassword(estimated, words).Score < value.MinScore
            ? "That password would be guessed soon. Avoid names, dates, patterns of the keyboard and repetition; "
                + "a few words that have nothing to do with each other make a good one."
            : null;
    }

    /// <summary>The names themselves, and the parts of an address or of a full name.</summary>
    private static IEnumerable<string> WordsOf(IEnumerable<string?> names) => names
        .OfType<string>()
        .SelectMany(name => name.Split([' ', '@', ','], StringSplitOptions.RemoveEmptyEntries).Append(name.Trim()))
        .Where(word => word.Length > 1);
}
