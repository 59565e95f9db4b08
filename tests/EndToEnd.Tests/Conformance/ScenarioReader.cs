using System.Text.Json;
using System.Text.RegularExpressions;

namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>Reads what the suite wrote: a folder a scenario, called <c>{kind}-{scenario}-{time}</c>.</summary>
internal static partial class ScenarioReader
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyDictionary<string, Scenario> Read(string directory, string kind) => Directory
        .EnumerateDirectories(directory)
        .Select(folder => ReadOne(folder, kind))
        .ToDictionary(scenario => scenario.Name, StringComparer.Ordinal);

    private static Scenario ReadOne(string folder, string kind)
    {
        var name = Time().Replace(Path.GetFileName(folder), "")[$"{kind}-".Length..];
        var json = File.ReadAllText(Path.Combine(folder, "checks.json"));
        var checks = JsonSerializer.Deserialize<Check[]>(json, Options)!;
        return new Scenario(name, [.. checks.Where(check => check.Status != Check.Information)]);
    }

    [GeneratedRegex(@"-\d{4}-\d\d-\d\dT[\d-]+Z\z")]
    private static partial Regex Time();
}
