using System.Diagnostics;

namespace McpAspire.OfflineAspire.Running;

/// <summary>
/// Ends the children when this process cannot do it any more, because it crashed or was killed: a shell reads a pipe
/// that only this process writes to, and its end is the sign. Windows has no shell for it, there a killed AppHost
/// leaves them.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    /// <summary>A number is struck off when its process has ended, because the system gives it away again.</summary>
    private const string Script = """
        trap '' INT TERM HUP
        children=
        while read -r what child; do
          case $what in
            guard) children="$child $children" ;;
            release) kept=; for c in $children; do [ "$c" = "$child" ] || kept="$kept $c"; done; children=$kept ;;
          esac
        done
        [ -z "$children" ] && exit
        exec 2>/dev/null
        kill -TERM $children
        some_live() { for c in $children; do kill -0 "$c" && return 0; done; return 1; }
        n=0
        while [ $n -lt 50 ] && some_live; do sleep 0.1; n=$((n + 1)); done
        kill -KILL $children
        """;

    private readonly Lock _gate = new();
    private Process? _shell;

    public void Guard(int processId) => Send($"guard {processId}");

    public void Release(int processId) => Send($"release {processId}");

    public void Dispose()
    {
        lock (_gate)
        {
            _shell?.StandardInput.Close();
            _shell?.Dispose();
            _shell = null;
        }
    }

    private void Send(string line)
    {
        if (OperatingSystem.IsWindows())
            return;
        lock (_gate)
        {
            _shell ??= Start();
            _shell.StandardInput.WriteLine(line);
            _shell.StandardInput.Flush();
        }
    }

    private static Process Start() => Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script])
    {
        RedirectStandardInput = true,
    })!;
}
