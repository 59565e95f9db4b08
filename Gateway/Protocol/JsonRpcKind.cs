namespace McpAspire.Gateway.Protocol;

/// <summary>The three things a client may post.</summary>
internal enum JsonRpcKind
{
    Request,
    Notification,
    Response,
}
