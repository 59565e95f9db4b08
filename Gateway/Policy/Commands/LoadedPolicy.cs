using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Rules;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary>A policy as a command finds it: of one file, or of the settings as the gateway would read them.</summary>
internal sealed record LoadedPolicy(PolicyOptions Options, PolicyRules? Rules, IReadOnlyList<string> Problems)
{
    /// <param name="file">A file of rules; null for that of the settings.</param>
    /// <exception cref="IOException">The file is not there.</exception>
    public static LoadedPolicy Read(string? file)
    {
        var configuration = file is null ? OfSettings() : OfFile(file);
        var options = PolicySettings.Read(configuration.GetSection($"{McpOptions.Section}:{PolicyOptions.Section}"));
        var (rules, problems) = PolicyCompiler.Compile(options, new SettingPlaces(configuration));
        return new LoadedPolicy(
            options, problems.Count == 0 ? new PolicyRules(rules, 1, options.ListStepUp) : null, problems);
    }

    private static IConfigurationRoot OfFile(string file) =>
        new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false).Build();

    private static IConfigurationRoot OfSettings()
    {
        var folder = File.Exists("appsettings.json") ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;
        var builder = new ConfigurationBuilder().SetBasePath(folder).AddJsonFile("appsettings.json", optional: true);
        var settings = new ConfigurationBuilder().AddConfiguration(builder.Build()).AddEnvironmentVariables().Build();
        if (settings[$"{McpOptions.Section}:{nameof(McpOptions.PolicyFile)}"] is { Length: > 0 } path)
            builder.AddJsonFile(Path.GetFullPath(path, folder), optional: false);
        return builder.AddEnvironmentVariables().Build();
    }
}
