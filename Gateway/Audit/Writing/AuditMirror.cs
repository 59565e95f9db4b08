using System.Text;

namespace McpAspire.Gateway.Audit.Writing;

/// <summary>
/// Copies rows that are on disk into the log, under a category of its own, from where OTLP carries them to another
/// machine: a witness against whoever can write to this one.
/// </summary>
internal sealed partial class AuditMirror(ILoggerFactory loggers)
{
    public const string Category = "McpAspire.Audit";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public void Copy(ReadOnlyMemory<byte> lines)
    {
        if (!_logger.IsEnabled(LogLevel.Information))
            return;

        try
        {
            foreach (var range in lines.Span.Split((byte)'\n'))
            {
                if (lines.Span[range] is { IsEmpty: false } line)
                    LogRow(Encoding.UTF8.GetString(line));
            }
        }
        catch (Exception exception) when (exception is AggregateException or InvalidOperationException)
        {
            // A log that fails is no reason to refuse calls; the rows are on disk.
        }
    }

    [LoggerMessage(LogLevel.Information, "{Row}")]
    private partial void LogRow(string row);
}
