namespace McpAspire.Gateway.Upstream;

/// <summary>What the operator learns of one server; names and reasons, never what was said.</summary>
internal sealed partial class UpstreamLog(string server, ILogger logger)
{
    public void AskedInModern(string method) => LogAskedInModern(server, method);

    public void Detected(bool isModern, bool isLegacy) => LogDetected(server, isModern, isLegacy);

    public void Downgrade() => LogDowngrade(server);

    public void NotDetected(string reason, string? cause) => LogNotDetected(server, reason, cause);

    [LoggerMessage(LogLevel.Warning, "{Server} sent the request {Method}, which its revision does not have; dropped")]
    private partial void LogAskedInModern(string server, string method);

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
