namespace McpAspire.Gateway.Protocol;

/// <summary>Codes of JSON-RPC 2.0 section 5.1 and of the MCP revision 2026-07-28.</summary>
internal static class JsonRpcErrorCode
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    /// <summary>A refusal of the transport that JSON-RPC has no code for.</summary>
    public const int ServerError = -32000;

    /// <summary>A header repeats the body and says something else.</summary>
    public const int HeaderMismatch = -32020;
}
