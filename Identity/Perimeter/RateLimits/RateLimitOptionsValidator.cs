using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Perimeter.RateLimits;

internal sealed class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var errors = new List<string>();
        Check(nameof(options.Token), options.Token);
        Check(nameof(options.PushedAuthorization), options.PushedAuthorization);
        Check(nameof(options.DeviceAuthorization), options.DeviceAuthorization);
        Check(nameof(options.SecondFactor), options.SecondFactor);
        Check(nameof(options.MailRequest), options.MailRequest);
        Check(nameof(options.ResetFinish), options.ResetFinish);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string key, string value)
        {
            if (RateWindow.ParseAll(value) is null)
            {
                errors.Add($"{RateLimitOptions.Section}:{key} is '{value}'. Write calls and time, for example "
                    + "30/1m, 50/10m; s, m and h are known, and a time is at most a day.");
            }
        }
    }
}
