using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Startup;

internal static class SettingsExtensions
{
    /// <summary>
    /// Binds and validates a group of settings, and has it checked before the start. ValidateOnStart would do that too,
    /// but stops at the first value that cannot be read.
    /// </summary>
    public static OptionsBuilder<TOptions> AddSettings<TOptions, TValidator>(
        this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddSingleton<ISettingsCheck, SettingsCheck<TOptions>>();
        return services.AddOptions<TOptions>().BindConfiguration(section);
    }
}
