using McpAspire.Identity.Users.Accounts;
using McpAspire.Identity.Users.Policy;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users;

/// <summary>The first administrator.</summary>
internal sealed class AdministratorOptions
{
    public const string Section = "Identity:Administrator";

    /// <summary>Name to sign in with. Default <c>admin</c>.</summary>
    public string Name { get; init; } = "admin";

    /// <summary>
    /// One-time password, used only while no administrator exists or when <see cref="Reset"/> is set.
    /// </summary>
    public string? Password { get; init; }

    /// <summary>
    /// At start, gives the administrator that password, removes the second factor and ends the sessions.
    /// </summary>
    public bool Reset { get; init; }

    internal sealed class Validator(PasswordPolicy policy) : IValidateOptions<AdministratorOptions>
    {
        public ValidateOptionsResult Validate(string? name, AdministratorOptions options)
        {
            var errors = new List<string>();
            if (AccountName.ProblemOf(options.Name) is not null)
            {
                errors.Add($"Identity:Administrator:Name is '{options.Name}'. "
                    + $"Use 1 to {AccountName.MaxLength} of the letters a-z, digits and . - _ @.");
            }

            if (options.Password is { Length: > 0 } password && ProblemOf(password, options.Name) is { } problem)
                errors.Add($"Identity:Administrator:Password is too weak. {problem}");

            if (options.Reset && string.IsNullOrEmpty(options.Password))
            {
                errors.Add("Identity:Administrator:Reset is set, but Identity:Administrator:Password is not. "
                    + "Give the one-time password to reset to.");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }

        /// <summary>Where the policy itself cannot be read, that alone is told.</summary>
        private string? ProblemOf(string password, string name)
        {
            try
            {
                return policy.ProblemOf(password, name);
            }
            catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
            {
                return null;
            }
        }
    }
}
