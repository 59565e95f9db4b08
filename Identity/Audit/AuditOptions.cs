using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Audit;

/// <summary>How long the audit trail is kept.</summary>
internal sealed class AuditOptions
{
    public const string Section = "Identity:Audit";

    /// <summary>Records older than this are deleted. Default 90 days, from 1 day to 10 years.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(90);

    internal sealed class Validator : IValidateOptions<AuditOptions>
    {
        private static readonly TimeSpan Least = TimeSpan.FromDays(1);
        private static readonly TimeSpan Most = TimeSpan.FromDays(3653);

        public ValidateOptionsResult Validate(string? name, AuditOptions options) =>
            options.Retention >= Least && options.Retention <= Most
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"{Section}:Retention is {options.Retention}. Choose from {Least} to {Most}.");
    }
}
