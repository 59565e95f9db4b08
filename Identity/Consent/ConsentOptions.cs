using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Consent;

/// <summary>For how long a person's yes to a client counts.</summary>
internal sealed class ConsentOptions
{
    public const string Section = "Identity:Consent";

    /// <summary>
    /// The same request of the same client is not asked about again for this long. Default 7 days, at most 1 year;
    /// 0 asks every time.
    /// </summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(7);

    internal sealed class Validator : IValidateOptions<ConsentOptions>
    {
        private static readonly TimeSpan Most = TimeSpan.FromDays(365);

        public ValidateOptionsResult Validate(string? name, ConsentOptions options) =>
            options.Remember >= TimeSpan.Zero && options.Remember <= Most
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"Identity:Consent:Remember is {options.Remember}. Choose 0 to ask every time, or up to {Most}.");
    }
}
