using McpAspire.Identity.Users.Hashing;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users;

/// <summary>What a password has to be.</summary>
internal sealed class PasswordOptions
{
    public const string Section = "Identity:Password";

    /// <summary>No password needs to be longer; hashing a megabyte would only cost time.</summary>
    public const int MaxLength = 256;

    /// <summary>Least number of characters. Default 12, at least 8 (NIST SP 800-63B, section 3.1.1.2).</summary>
    public int MinLength { get; init; } = 12;

    /// <summary>How passwords are hashed.</summary>
    public Argon2Options Argon2 { get; init; } = new();

    internal sealed class Validator : IValidateOptions<PasswordOptions>
    {
        private const int Floor = 8;
        private const int Ceiling = 64;

        public ValidateOptionsResult Validate(string? name, PasswordOptions options)
        {
            var errors = new List<string>(options.Argon2.FindProblems($"{Section}:{nameof(Argon2)}"));
            if (options.MinLength is < Floor or > Ceiling)
                errors.Add($"{Section}:MinLength is {options.MinLength}. Choose from {Floor} to {Ceiling}.");
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
