using Microsoft.Extensions.Options;

namespace McpAspire.Identity.OAuth;

/// <summary>How authorization can be asked for.</summary>
internal sealed class RequestOptions
{
    public const string Section = "Identity:OAuth";

    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostPushed = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MostDevice = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Refuses requests that did not come through the back channel (RFC 9126, section 5). Default no.
    /// </summary>
    public bool RequirePushedAuthorization { get; init; }

    /// <summary>
    /// How long a pushed request can be used; the person signs in and agrees within that. Default 10 minutes, from 1.
    /// </summary>
    public TimeSpan PushedRequestLifetime { get; init; } = MostPushed;

    /// <summary>How long a person has for typing the code of a device. Default 10 minutes, from 1 to 30.</summary>
    public TimeSpan DeviceCodeLifetime { get; init; } = TimeSpan.FromMinutes(10);

    internal sealed class Validator : IValidateOptions<RequestOptions>
    {
        public ValidateOptionsResult Validate(string? name, RequestOptions options)
        {
            var errors = new List<string>();
            Check(nameof(PushedRequestLifetime), options.PushedRequestLifetime, MostPushed);
            Check(nameof(DeviceCodeLifetime), options.DeviceCodeLifetime, MostDevice);
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

            void Check(string key, TimeSpan value, TimeSpan most)
            {
                if (value < Least || value > most)
                    errors.Add($"{Section}:{key} is {value}. Choose from {Least} to {most}.");
            }
        }
    }
}
