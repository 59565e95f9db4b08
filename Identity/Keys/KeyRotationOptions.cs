using System.Globalization;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Keys;

/// <summary>How often the keys of the token server change, and how long before its first use a key is known.</summary>
internal sealed class KeyRotationOptions
{
    public const string Section = "Identity:Keys";

    /// <summary>A key that is published for longer before it signs would keep the next ones waiting.</summary>
    public static readonly TimeSpan LongestPublishBefore = TimeSpan.FromDays(1);

    /// <summary>A key signs for this long. Default 90 days, from 1 hour to 2 years.</summary>
    public TimeSpan RotationInterval { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// A new key is published this long before it signs. Default 10 minutes, from 10 seconds to 1 day; longer than
    /// resource servers keep the key set, which is 5 minutes for the gateway.
    /// </summary>
    public TimeSpan PublishBefore { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How soon a replica follows another one. Default 2 seconds, from 0.1 seconds to 1 minute.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Why a key cannot be published for that long before it signs, or null.</summary>
    public static string? ProblemOf(TimeSpan? publishBefore) =>
        publishBefore < TimeSpan.Zero || publishBefore > LongestPublishBefore
            ? $"A new key can be published for 00:00:00 to {LongestPublishBefore} before it signs."
            : null;

    internal sealed class Validator : IValidateOptions<KeyRotationOptions>
    {
        public ValidateOptionsResult Validate(string? name, KeyRotationOptions options)
        {
            var errors = new List<string>();
            Check(nameof(RotationInterval), options.RotationInterval, "01:00:00", "730.00:00:00");
            Check(nameof(PublishBefore), options.PublishBefore, "00:00:10", $"{LongestPublishBefore}");
            Check(nameof(PollInterval), options.PollInterval, "00:00:00.1", "00:01:00");
            if (errors.Count == 0 && options.PublishBefore < 2 * options.PollInterval)
            {
                errors.Add($"{Section}:PublishBefore is {options.PublishBefore}, too short for every replica to learn "
                    + $"of a key in time. Choose at least twice {Section}:PollInterval ({options.PollInterval}).");
            }

            if (errors.Count == 0 && options.RotationInterval < 2 * options.PublishBefore)
            {
                errors.Add($"{Section}:RotationInterval is {options.RotationInterval}. "
                    + $"Choose at least twice {Section}:PublishBefore ({options.PublishBefore}).");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

            void Check(string key, TimeSpan value, string least, string most)
            {
                if (value < TimeSpan.Parse(least, CultureInfo.InvariantCulture)
                    || value > TimeSpan.Parse(most, CultureInfo.InvariantCulture))
                {
                    errors.Add($"{Section}:{key} is {value}. Choose from {least} to {most}.");
                }
            }
        }
    }
}
