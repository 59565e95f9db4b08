using System.Diagnostics;
using System.Runtime.InteropServices;

namespace McpAspire.OfflineAspire.Running;

internal static class PosixSignals
{
    private const int Sigterm = 15;

    /// <summary>
    /// Asks a process to end. Windows has no such request for a process without a window, so it is ended.
    /// </summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
            process.Kill(entireProcessTree: true);
        else
            _ = Kill(process.Id, Sigterm);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
