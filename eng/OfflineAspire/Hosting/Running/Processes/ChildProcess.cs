using System.Diagnostics;

namespace McpAspire.OfflineAspire.Running;

/// <summary>
/// A started program. It gets a session of its own, since Ctrl-C in a terminal goes to all processes of the foreground
/// group at once, and the order in which resources stop is the orchestrator's business.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly TimeProvider _time;

    private ChildProcess(Process process, TimeProvider time, Task<int> exited)
    {
        _process = process;
        _time = time;
        Exited = exited;
    }

    public int Id => _process.Id;

    /// <summary>The exit code, after the last line was read.</summary>
    public Task<int> Exited { get; }

    public static ChildProcess Start(
        ChildCommand command,
        IEnumerable<KeyValuePair<string, string>> environment,
        ResourceLines lines,
        Watchdog watchdog,
        SearchPath path,
        TimeProvider time)
    {
        var process = new Process { StartInfo = Describe(command, environment, path) };
        process.Start();
        watchdog.Guard(process.Id);
        process.StandardInput.Write(command.StandardInput);
        process.StandardInput.Close();
        return new(process, time, RunAsync(process, lines, watchdog));
    }

    /// <summary>Asks the program to end, and ends it when it does not.</summary>
    public async Task StopAsync()
    {
        if (Exited.IsCompleted)
            return;
        PosixSignals.Terminate(_process);
        try
        {
            await Exited.WaitAsync(Grace, _time);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await Exited;
        }
    }

    public void Dispose() => _process.Dispose();

    private static ProcessStartInfo Describe(
        ChildCommand command, IEnumerable<KeyValuePair<string, string>> environment, SearchPath path)
    {
        var session = OperatingSystem.IsWindows() ? null : path.Find("setsid");
        var start = new ProcessStartInfo(session ?? command.Program)
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (session is not null)
            start.ArgumentList.Add(command.Program);
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);

        // What the operator set for the AppHost is not for every service: each gets what it refers to.
        foreach (var name in start.Environment.Keys.Where(IsParameter).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    private static bool IsParameter(string name) => name.StartsWith("Parameters__", StringComparison.OrdinalIgnoreCase);

    private static async Task<int> RunAsync(Process process, ResourceLines lines, Watchdog watchdog)
    {
        await Task.WhenAll(ReadAsync(process.StandardOutput, lines), ReadAsync(process.StandardError, lines));
        await process.WaitForExitAsync();
        watchdog.Release(process.Id);
        return process.ExitCode;
    }

    private static async Task ReadAsync(StreamReader reader, ResourceLines lines)
    {
        while (await reader.ReadLineAsync() is { } line)
            lines.Write(line);
    }
}
