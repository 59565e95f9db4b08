using System.Runtime.InteropServices;

namespace McpAspire.OfflineAspire.Running;

internal static class DotnetHost
{
    /// <summary>The host of the runtime that this process runs on, which need not be the one on the PATH.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(
        System.IO.Path.Combine("..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"),
        RuntimeEnvironment.GetRuntimeDirectory());
}
