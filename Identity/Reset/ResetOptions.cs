using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Reset;

/// <summary>Passwords that are replaced by a link from a mail.</summary>
internal sealed class ResetOptions
{
    public const string Section = "Identity:Reset";

    /// <summary>Whether people may do so, where mail can be sent. Default yes.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long a link works. Default 5 minutes, from 1 minute to 1 hour.</summary>
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Links that one account is sent within an hour, whoever asks for them. Default 5, from 1 to 100.
    /// </summary>
    public int MaxPerAccount { get; init; } = 5;

    internal sealed class Validator : IValidateOptions<ResetOptions>
    {
        private const int MostPerAccount = 100;
        private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
        private static readonly TimeSpan Most = TimeSpan.FromHours(1);

        public ValidateOptionsResult Validate(string? name, ResetOptions options)
        {
            var errors = new List<string>();
            if (options.LinkLifetime < Least || options.LinkLifetime > Most)
                errors.Add($"{Section}:LinkLifetime is {options.LinkLifetime}. Choose from {Least} to {Most}.");
            if (options.MaxPerAccount is < 1 or > MostPerAccount)
                errors.Add($"{Section}:MaxPerAccount is {options.MaxPerAccount}. Choose from 1 to {MostPerAccount}.");
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
