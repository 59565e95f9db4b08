using System.Reflection;

namespace McpAspire.AppHost.Tests;

/// <summary>The files of this project and of the AppHost, which some tests read.</summary>
internal static class Sources
{
    public static string Directory { get; } = typeof(Sources).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(entry => entry.Key == nameof(Sources)).Value!;
}
