using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;

namespace McpAspire.Gateway.Configuration.Reload;

/// <summary>
/// A file that holds one section of the settings and nothing else. It is looked at again and again and compared by what it says: notifications of the file
/// system do not come from mounted volumes, are lost by editors that replace a file, and follow no symbolic link as
/// Kubernetes swaps them.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="setting">Which setting names it.</param>
/// <param name="section">What it may hold.</param>
/// <param name="files">Where it is told that it cannot be read.</param>
internal sealed class SettingsFile(string path, string setting, string section, ConfigurationFiles files)
    : ConfigurationProvider
{
    private const int LargestFile = 1024 * 1024;

    private readonly Lock _gate = new();
    private byte[]? _known;
    private byte[]? _doubtful;
    private bool _isLoaded;

    public string Path => path;

    public override void Load()
    {
        lock (_gate)
        {
            if (_isLoaded)
                return;

            _isLoaded = true;
            _known = Read(out var problem);
            if (_known is not null)
                TryTake(_known, out problem);
            Report(problem);
        }
    }

    /// <summary>Looks whether the file says something else than the last time.</summary>
    public void Look()
    {
        lock (_gate)
        {
            var content = Read(out var problem);
            if (Equals(content, _known))
                return;
            if ((content is null || !TryTake(content, out problem)) && !Equals(content ?? [], _doubtful))
            {
                // Somebody may be writing at this very moment. It counts when it is still so at the next look.
                _doubtful = content ?? [];
                return;
            }

            _known = content;
            _doubtful = null;
            Report(problem);
            if (problem is not null)
                return;
        }

        OnReload();
    }

    private void Report(string? problem)
    {
        if (problem is null)
            files.Clear(path);
        else
            files.Report(path, $"{setting}: '{path}' {problem}");
    }

    private byte[]? Read(out string? problem)
    {
        problem = null;
        try
        {
            // No more than that is read: a link, a pipe or a device says nothing true of its length beforehand.
            using var file = File.OpenRead(path);
            var content = new byte[LargestFile + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            if (length <= LargestFile)
                return content[..length];

            problem = $"is larger than {LargestFile} bytes; it should hold {section} only.";
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot be read: {exception.Message}";
            return null;
        }
    }

    /// <summary>Takes over what the file says, whole or not at all.</summary>
    private bool TryTake(byte[] content, out string? problem)
    {
        IDictionary<string, string?> settings;
        try
        {
            settings = new Json(content).Read();
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            problem = $"is not the JSON of settings: {exception.Message}";
            return false;
        }

        // Whoever may write the servers or the rules need not be allowed to name another issuer of tokens.
        var foreign = settings.Keys.Where(key => !IsOfSection(key)).Order(StringComparer.Ordinal).ToArray();
        problem = foreign.Length == 0
            ? null
            : $"may hold {section} only; move {string.Join(", ", foreign)} to appsettings.json or the environment.";
        if (problem is not null)
            return false;

        Data = settings;
        return true;
    }

    private bool IsOfSection(string key) =>
        key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase)
        || key.Equals(section, StringComparison.OrdinalIgnoreCase);

    private static bool Equals(byte[]? one, byte[]? other) =>
        one is null || other is null ? one is null && other is null : one.AsSpan().SequenceEqual(other);

    /// <summary>The framework's reader of JSON settings.</summary>
    private sealed class Json(byte[] content)
        : JsonStreamConfigurationProvider(new() { Stream = new MemoryStream(content) })
    {
        public IDictionary<string, string?> Read()
        {
            Load();
            return Data;
        }
    }
}
