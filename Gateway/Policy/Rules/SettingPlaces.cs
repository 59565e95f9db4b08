using McpAspire.Gateway.Configuration.Reload;
using Microsoft.Extensions.Configuration.Json;

namespace McpAspire.Gateway.Policy.Rules;

/// <summary>Finds where settings stand: in which file, and where in it. Those of the environment stand in none.</summary>
internal sealed class SettingPlaces(IConfiguration configuration)
{
    private readonly Dictionary<string, byte[]?> _files = new(StringComparer.Ordinal);

    public bool Has(string path) => configuration[path] is not null;

    /// <summary>
    /// A prefix such as <c>policy.json(12,20): </c>, empty for a setting that stands in no file.
    /// </summary>
    /// <param name="path">The setting.</param>
    /// <param name="line">The line in its text, from 1.</param>
    /// <param name="column">The column in that line, from 1; exact where the text has no escapes before it.</param>
    public string Of(string path, int line, int column)
    {
        if (FileOf(path) is not { } file || Content(file) is not { } content
            || SettingPlace.Find(file, content, path) is not { } place)
            return "";

        // JSON has no line breaks in strings: a text of several lines is one line of the file.
        return line == 1 ? $"{place with { Column = place.Column + column - 1 }}: " : $"{place}: ";
    }

    private string? FileOf(string path)
    {
        if (configuration is not IConfigurationRoot root)
            return null;

        // The last provider that knows it is the one that counts.
        var provider = root.Providers.LastOrDefault(it =>
            it.TryGet(path, out _) || it.GetChildKeys([], path).Any());
        return provider switch
        {
            JsonConfigurationProvider { Source: { Path: { } name } source } =>
                source.FileProvider?.GetFileInfo(name).PhysicalPath ?? name,
            SettingsFile { Path: var name } => name,
            _ => null,
        };
    }

    private byte[]? Content(string file)
    {
        if (_files.TryGetValue(file, out var known))
            return known;

        try
        {
            return _files[file] = File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return _files[file] = null;
        }
    }
}
