using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace McpAspire.EndToEnd.Tests.Stacks;

/// <summary>
/// What the AppHost and its resources logged: all of it in a file beside the test reports, and the last lines for the
/// message of a start that failed.
/// </summary>
internal sealed class LogRecorder : ILoggerProvider
{
    private const int TailLength = 200;
    private static int Count;

    private readonly ConcurrentQueue<string> _tail = new();
    private readonly StreamWriter _file;
    private bool _isClosed;

    public LogRecorder()
    {
        var name = $"EndToEnd.Tests-stack-{Interlocked.Increment(ref Count)}.log";
        _file = new StreamWriter(Path.Combine(SourceTree.Artifacts("test-results"), name)) { AutoFlush = true };
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public string Tail() => string.Join('\n', _tail);

    public void Dispose()
    {
        lock (_file)
        {
            _isClosed = true;
            _file.Dispose();
        }
    }

    private void Add(string line)
    {
        lock (_file)
        {
            if (_isClosed) return;
            _file.WriteLine(line);
        }

        _tail.Enqueue(line);
        while (_tail.Count > TailLength) _tail.TryDequeue(out _);
    }

    private sealed class Recorder(LogRecorder recorder, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) recorder.Add($"{category}: {formatter(state, exception)} {exception}".TrimEnd());
        }
    }
}
