namespace McpAspire.Gateway.Upstream;

/// <summary>What the operator learns of one server; names and reasons, never what was said.</summary>
internal sealed partial class UpstreamLog(string server, ILogger logger)
{
    public void Asked(string method) => LogAsked(server, method);

    public void QuestionFailed(string method, Exception exception) => LogQuestionFailed(exception, server, method);

    public void NotTaken(int status) => LogNotTaken(server, status);

    public void NotShared(Exception exception) => LogNotShared(server, exception.Message);

    public void ListeningBroke(string reason, string? cause) => LogListeningBroke(server, reason, cause);

    public void ListeningFailed(Exception exception) => LogListeningFailed(exception, server);

    public void SessionLost() => LogSessionLost(server);

    public void Detected(bool isModern, bool isLegacy) => LogDetected(server, isModern, isLegacy);

    public void Downgrade() => LogDowngrade(server);

    public void NotDetected(string reason, string? cause) => LogNotDetected(server, reason, cause);

    [LoggerMessage(LogLevel.Warning, "{Server} sent the request {Method}, which nobody had offered to answer; refused")]
    private partial void LogAsked(string server, string method);

    [LoggerMessage(LogLevel.Error, "The question {Method} of {Server} failed by a defect")]
    private partial void LogQuestionFailed(Exception exception, string server, string method);

    [LoggerMessage(LogLevel.Warning, "{Server} did not take a notification or answer: status {Status}")]
    private partial void LogNotTaken(string server, int status);

    [LoggerMessage(LogLevel.Warning, "A session with {Server} is not shared between replicas: {Problem}")]
    private partial void LogNotShared(string server, string problem);

    [LoggerMessage(LogLevel.Information, "Listening to {Server} broke off and is tried again: {Reason}: {Cause}")]
    private partial void LogListeningBroke(string server, string reason, string? cause);

    [LoggerMessage(LogLevel.Error, "Listening to {Server} failed by a defect")]
    private partial void LogListeningFailed(Exception exception, string server);

    [LoggerMessage(LogLevel.Information, "{Server} has lost a session; it gets another one")]
    private partial void LogSessionLost(string server);

    [LoggerMessage(LogLevel.Information, "{Server} speaks 2026-07-28: {IsModern}; with sessions: {IsLegacy}")]
    private partial void LogDetected(string server, bool isModern, bool isLegacy);

    [LoggerMessage(
        LogLevel.Warning,
        "{Server} spoke 2026-07-28 and now answers as if it did not. It is not believed: "
        + "set Mcp:Servers:{Server}:Era if that is meant")]
    private partial void LogDowngrade(string server);

    [LoggerMessage(LogLevel.Warning, "What {Server} speaks cannot be found out: {Reason}: {Cause}")]
    private partial void LogNotDetected(string server, string reason, string? cause);
}
