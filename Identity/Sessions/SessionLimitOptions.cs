using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Sessions;

/// <summary>How long a sign-in lasts.</summary>
internal sealed class SessionLimitOptions
{
    public const string Section = "Identity:Session";

    /// <summary>Without a request for this long the session ends. Default 5 minutes, at least 1.</summary>
    public TimeSpan Inactivity { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The session ends after this long, whatever happens. Default 1 hour, at most 30 days.</summary>
    public TimeSpan Absolute { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long somebody stays signed in who asks for it, with no limit of inactivity. Default 30 days, at least
    /// <see cref="Absolute"/> and at most 1 year; 0 takes the choice away.
    /// </summary>
    public TimeSpan RememberMe { get; init; } = TimeSpan.FromDays(30);

    internal sealed class Validator : IValidateOptions<SessionLimitOptions>
    {
        private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
        private static readonly TimeSpan Most = TimeSpan.FromDays(30);
        private static readonly TimeSpan MostRemembered = TimeSpan.FromDays(365);

        public ValidateOptionsResult Validate(string? name, SessionLimitOptions options)
        {
            var errors = new List<string>();
            if (options.Inactivity < Least)
                errors.Add($"Identity:Session:Inactivity is {options.Inactivity}. Choose at least {Least}.");
            if (options.Absolute < options.Inactivity || options.Absolute > Most)
            {
                errors.Add($"Identity:Session:Absolute is {options.Absolute}. "
                    + $"Choose from Identity:Session:Inactivity ({options.Inactivity}) to {Most}.");
            }

            if (options.RememberMe != TimeSpan.Zero
                && (options.RememberMe < options.Absolute || options.RememberMe > MostRemembered))
            {
                errors.Add($"Identity:Session:RememberMe is {options.RememberMe}. Choose 0 to switch it off, or "
                    + $"from Identity:Session:Absolute ({options.Absolute}) to {MostRemembered}.");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
