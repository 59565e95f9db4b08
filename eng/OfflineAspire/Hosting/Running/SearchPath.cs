namespace McpAspire.OfflineAspire.Running;

/// <summary>Finds programs as a shell would.</summary>
internal sealed class SearchPath(string? path)
{
    public string? Find(string program) => (path ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program))
        .FirstOrDefault(File.Exists);
}
