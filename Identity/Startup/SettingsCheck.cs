using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Startup;

internal sealed class SettingsCheck<TOptions>(IOptions<TOptions> options) : ISettingsCheck
    where TOptions : class
{
    public IReadOnlyList<string> FindProblems()
    {
        try
        {
            _ = options.Value;
            return [];
        }
        catch (OptionsValidationException invalid)
        {
            return [.. invalid.Failures];
        }
        catch (InvalidOperationException unreadable)
        {
            // The binder's words for a value that is no number, time span or boolean; they name the key.
            return [unreadable.Message];
        }
    }
}
