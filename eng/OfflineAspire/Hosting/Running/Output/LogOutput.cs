using Microsoft.Extensions.Logging;

namespace McpAspire.OfflineAspire.Running;

internal sealed partial class LogOutput(ILoggerFactory loggers, string application) : IOutput
{
    private readonly ILogger _own = loggers.CreateLogger($"{application}.OfflineAspire");

    public void Line(string resource, string text) =>
        LogLine(loggers.CreateLogger($"{application}.Resources.{resource}"), text);

    public void Notice(string text) => LogLine(_own, text);

    public void Problem(string text) => LogProblem(_own, text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void LogLine(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Text}")]
    private static partial void LogProblem(ILogger logger, string text);
}
