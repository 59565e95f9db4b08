using System.Reflection;

namespace McpAspire.EndToEnd.Tests;

/// <summary>Where the sources of this project lie: the npm packages are there, and reports go beside them.</summary>
internal static class SourceTree
{
    public static string Project { get; } = typeof(SourceTree).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "ProjectDirectory").Value!;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Project, "..", ".."));

    /// <summary>A folder below <c>artifacts/</c>, which is not under version control.</summary>
    public static string Artifacts(string name) =>
        Directory.CreateDirectory(Path.Combine(Root, "artifacts", name)).FullName;
}
