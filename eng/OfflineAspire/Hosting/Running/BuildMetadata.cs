using System.Reflection;

namespace McpAspire.OfflineAspire.Running;

/// <summary>What the build wrote into the assembly that describes the application.</summary>
internal static class BuildMetadata
{
    public const string ProjectDirectory = "AppHostProjectPath";
    public const string Garnet = "OfflineAspireGarnet";

    public static string? Read(Assembly? assembly, string key) => assembly?
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase))?.Value;
}
