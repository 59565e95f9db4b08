using System.Text.Json;

namespace McpAspire.Gateway.Tests.Cel.Conformance;

/// <summary>
/// The files of cases: in the folder that CEL_CONFORMANCE_DIR names, or in that beside the repository.
/// </summary>
internal static class ConformanceData
{
    public const string Variable = "CEL_CONFORMANCE_DIR";

    private static readonly Lazy<Dictionary<string, JsonElement[]>> LazyFiles = new(ReadAll);

    public static string? Folder { get; } = FindFolder();

    public static IEnumerable<(string File, int Place, string Name)> Names =>
        from file in LazyFiles.Value
        from place in Enumerable.Range(0, file.Value.Length)
        select (file.Key, place, Name(file.Value[place]));

    public static ConformanceCase Find(string file, int place) => new(file, LazyFiles.Value[file][place]);

    private static string Name(JsonElement row) =>
        $"{row.GetProperty("section").GetString()}/{row.GetProperty("name").GetString()}";

    private static Dictionary<string, JsonElement[]> ReadAll() => Folder is null
        ? []
        : Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).ToDictionary(
            path => Path.GetFileNameWithoutExtension(path),
            path => JsonElement.Parse(File.ReadAllBytes(path)).GetProperty("cases").EnumerateArray().ToArray());

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
            return Directory.Exists(chosen)
                ? chosen
                : throw new DirectoryNotFoundException($"{Variable} names {chosen}, which is no folder.");

        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "McpAspire.sln")))
            folder = Path.GetDirectoryName(folder);
        var beside = folder is null ? null : Path.GetFullPath(Path.Combine(folder, "..", "shared", "cel-conformance"));
        return Directory.Exists(beside) ? beside : null;
    }
}
