using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace McpAspire.EndToEnd.Tests.Processes;

/// <summary>A process of ours: its lines can be awaited, and it does not outlive the test.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _output = new();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Received(line.Data, isStandardOutput: true);
        process.ErrorDataReceived += (_, line) => Received(line.Data, isStandardOutput: false);
    }

    /// <summary>Everything it said so far, on both streams.</summary>
    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    /// <summary>The lines of its standard output, until it closes that.</summary>
    public IAsyncEnumerable<string> LinesAsync(CancellationToken cancellationToken) =>
        _lines.Reader.ReadAllAsync(cancellationToken);

    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        string directory,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    public static async Task<ProcessResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string directory,
        TimeSpan within,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var child = Start(program, arguments, directory, environment);
        return await child.ExitAsync(within);
    }

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<ProcessResult> ExitAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName} did not end within {within}:\n{Output}");
        }

        return new ProcessResult(_process.ExitCode, Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Received(string? line, bool isStandardOutput)
    {
        if (line is null)
        {
            if (isStandardOutput) _lines.Writer.TryComplete();
            return;
        }

        lock (_output) _output.AppendLine(line);
        if (isStandardOutput) _lines.Writer.TryWrite(line);
    }
}
