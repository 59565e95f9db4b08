using System.Globalization;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.OAuth;

/// <summary>How long what this server issues is good for.</summary>
internal sealed class TokenOptions
{
    public const string Section = "Identity:Tokens";

    /// <summary>
    /// A client exchanges its code at once. Default 1 minute, from 10 seconds to 10 minutes (RFC 6749, section 4.1.2).
    /// </summary>
    public TimeSpan CodeLifetime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Default 15 minutes, from 1 minute to 1 day: a signed token is called back only from who asks for the revoked
    /// ones, as the gateway does.
    /// </summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Without a refresh for this long a client has to ask again. Default 14 days, from 1 hour to 1 year.
    /// </summary>
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// For this long after a refresh the spent token gets the same answer again, since a client that sent its request
    /// twice is no thief; later use of it revokes the whole login. Default 10 seconds, from 0 to 1 minute.
    /// </summary>
    public TimeSpan RefreshRetryWindow { get; init; } = TimeSpan.FromSeconds(10);

    internal sealed class Validator : IValidateOptions<TokenOptions>
    {
        public ValidateOptionsResult Validate(string? name, TokenOptions options)
        {
            var errors = new List<string>();
            Check(nameof(CodeLifetime), options.CodeLifetime, "00:00:10", "00:10:00");
            Check(nameof(AccessTokenLifetime), options.AccessTokenLifetime, "00:01:00", "1.00:00:00");
            Check(nameof(RefreshTokenLifetime), options.RefreshTokenLifetime, "01:00:00", "365.00:00:00");
            Check(nameof(RefreshRetryWindow), options.RefreshRetryWindow, "00:00:00", "00:01:00");
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
