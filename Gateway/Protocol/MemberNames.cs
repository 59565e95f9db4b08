namespace McpAspire.Gateway.Protocol;

/// <summary>
/// The member names that MCP gives a meaning to. A name that equals one of them but for its letter case would be
/// ignored by a strict reader and bound by a lenient one, so it is refused.
/// </summary>
internal static class MemberNames
{
    public const string MetaProtocolVersion = "io.modelcontextprotocol/protocolVersion";

    public static readonly MemberNameSet Message = new("jsonrpc", "id", "method", "params", "result", "error");

    public static readonly MemberNameSet Parameters = new(
        "name", "uri", "arguments", "_meta", "cursor", "protocolVersion", "capabilities", "clientInfo", "requestId",
        "progressToken", "taskId", "task", "ref", "argument", "context", "level", "requestState", "inputResponses",
        "notifications", "progress", "total", "message", "reason", "data", "logger");

    public static readonly MemberNameSet Meta = new(
        "progressToken", MetaProtocolVersion, "io.modelcontextprotocol/clientCapabilities",
        "io.modelcontextprotocol/clientInfo", "io.modelcontextprotocol/logLevel",
        "io.modelcontextprotocol/subscriptionId", "io.modelcontextprotocol/related-task");
}
