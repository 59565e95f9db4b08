using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using McpAspire.Shared;

namespace McpAspire.AppHost.Tests.Offline;

/// <summary>The AppHost as a process of its own, as ./run starts it.</summary>
internal sealed class AppHostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Process process;

    private AppHostProcess(Process process) => this.process = process;

    public ConcurrentQueue<string> Lines { get; } = [];

    public int[] Children => Processes.ChildrenOf(process.Id);

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
        host.process.OutputDataReceived += (_, line) => host.Lines.Enqueue(line.Data ?? "");
        host.process.ErrorDataReceived += (_, line) => host.Lines.Enqueue(line.Data ?? "");
        host.process.Start();
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    public Task WritesAsync(string text) => Eventually.HoldsAsync(
        () => Lines.Any(line => line.Contains(text, StringComparison.Ordinal)),
        $"the AppHost writes '{text}'",
        Patience);

    public void Kill() => process.Kill();

    public void Signal(int signal) => Assert.Equal(0, Kill(process.Id, signal));

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().Within(Patience);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
