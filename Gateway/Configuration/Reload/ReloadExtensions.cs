using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>Registers what lets the configuration change while the gateway runs.</summary>
internal static class ReloadExtensions
{
    public static void AddServersReload(this WebApplicationBuilder builder)
    {
        var files = new ConfigurationFiles();
        builder.Services.AddSingleton(files);
        builder.Services.AddSingleton<IPostConfigureOptions<McpOptions>, UnreadableFiles>();
        builder.Services.AddSingleton<ReloadStatus>();
        builder.Services.AddHostedService<ServersReload>();
        builder.Services.AddHealthChecks().AddCheck<ReloadHealthCheck>("configuration");

        foreach (var source in builder.Configuration.Sources.OfType<FileConfigurationSource>())
            source.OnLoadException = failure => Keep(failure, files);

        builder.Services.AddHostedService<SettingsFileWatch>();
        builder.AddSettingsFile(nameof(McpOptions.File), nameof(McpOptions.Servers), files);
        builder.AddSettingsFile(nameof(McpOptions.PolicyFile), nameof(McpOptions.Policy), files);
    }

    private static void AddSettingsFile(
        this WebApplicationBuilder builder, string setting, string section, ConfigurationFiles files)
    {
        setting = $"{McpOptions.Section}:{setting}";
        if (builder.Configuration[setting] is not { Length: > 0 } path)
            return;

        var full = Path.GetFullPath(path, builder.Environment.ContentRootPath);
        var file = new SettingsFile(full, setting, $"{McpOptions.Section}:{section}", files);
        builder.Services.AddSingleton(file);

        // Before the environment, which the command line and it overrule, as they do appsettings.json.
        var sources = builder.Configuration.Sources;
        var environment = sources.LastOrDefault(source => source is EnvironmentVariablesConfigurationSource);
        sources.Insert(
            environment is null ? sources.Count : sources.IndexOf(environment), new SettingsFileSource(file));
    }

    /// <summary>
    /// The framework forgets all settings of a file that became unreadable, and tells nobody. Nothing is taken over
    /// until it has been read again.
    /// </summary>
    private static void Keep(FileLoadExceptionContext failure, ConfigurationFiles files)
    {
        var path = failure.Provider.Source.Path ?? "";
        failure.Provider.GetReloadToken().RegisterChangeCallback(_ => files.Clear(path), null);
        files.Report(path, $"{path}: cannot be read: {failure.Exception.GetBaseException().Message}");
    }
}
