using McpAspire.Identity.Users.Hashing;
using McpAspire.Identity.Users.Policy;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users;

/// <summary>What a password has to be.</summary>
internal sealed class PasswordOptions
{
    public const string Section = "Identity:Password";

    /// <summary>No password needs to be longer; hashing a megabyte would only cost time.</summary>
    public const int MaxLength = 256;

    /// <summary>Shorter passwords are never taken.</summary>
    public const int Floor = 8;

    /// <summary>Least number of characters. Default 12, at least 8 (NIST SP 800-63B, section 3.1.1.2).</summary>
    public int MinLength { get; init; } = 12;

    /// <summary>
    /// How hard it has to be to guess, as zxcvbn estimates it: from 0 (whatever is long enough) to 4. Default 3.
    /// </summary>
    public int MinScore { get; init; } = 3;

    /// <summary>
    /// A file of breached passwords, as SHA-1 hashes in their order, one a line. Default none: a list of the most
    /// common ones is always used.
    /// </summary>
    public string? BreachedFile { get; init; }

    /// <summary>How passwords are hashed.</summary>
    public Argon2Options Argon2 { get; init; } = new();

    internal sealed class Validator : IValidateOptions<PasswordOptions>
    {
        private const int Ceiling = 64;
        private const int MaxScore = 4;

        public ValidateOptionsResult Validate(string? name, PasswordOptions options)
        {
            var errors = new List<string>(options.Argon2.FindProblems($"{Section}:{nameof(Argon2)}"));
            if (options.MinLength is < Floor or > Ceiling)
                errors.Add($"{Section}:MinLength is {options.MinLength}. Choose from {Floor} to {Ceiling}.");
            if (options.MinScore is < 0 or > MaxScore)
                errors.Add($"{Section}:MinScore is {options.MinScore}. Choose from 0 to {MaxScore}.");
            if (options.BreachedFile is { Length: > 0 } file && SortedHashFile.ProblemOf(file) is { } problem)
                errors.Add($"{Section}:BreachedFile is '{file}', {problem}.");
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
