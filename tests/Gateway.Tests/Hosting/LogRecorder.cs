using System.Collections.Concurrent;
using McpAspire.Shared;
using Microsoft.Extensions.Logging;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>Keeps every log line, rendered.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Returns when a line contains the text.</summary>
    public Task SaysAsync(string text) => Eventually.HoldsAsync(
        () => Lines.Any(line => line.Contains(text, StringComparison.Ordinal)), $"the log says '{text}'");

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
