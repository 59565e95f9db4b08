using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using McpAspire.Shared;

namespace McpAspire.AppHost.Tests.Offline;

/// <summary>The AppHost as a process of its own, as ./run starts it.</summary>
internal sealed class AppHostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private AppHostProcess(Process process) => _process = process;

    public ConcurrentQueue<string> Lines { get; } = [];

    public int[] Children => Processes.ChildrenOf(_process.Id);

    public static AppHostProcess Start(string dataDirectory, params string[] args)
    {
        var assembly = typeof(Projects.AppHost).Assembly.Location;
        var start = new ProcessStartInfo(
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")),
            [assembly, "--environment=Development", "--DcpPublisher:RandomizePorts=true",
                $"--Data:Directory={dataDirectory}", .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var host = new AppHostProcess(new Process { StartInfo = start });
        host._process.OutputDataReceived += (_, line) => host.Lines.Enqueue(line.Data ?? "");
        host._process.ErrorDataReceived += (_, line) => host.Lines.Enqueue(line.Data ?? "");
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    public Task WritesAsync(string text) => Eventually.HoldsAsync(
        () => Lines.Any(line => line.Contains(text, StringComparison.Ordinal)),
        $"the AppHost writes '{text}'",
        Patience);

    public void Kill() => _process.Kill();

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().Within(Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
