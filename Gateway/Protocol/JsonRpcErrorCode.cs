namespace McpAspire.Gateway.Protocol;

/// <summary>Codes of JSON-RPC 2.0 section 5.1 and of the MCP revision 2026-07-28.</summary>
internal static class JsonRpcErrorCode
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    /// <summary>A refusal of the transport that JSON-RPC has no code for.</summary>
    public const int ServerError = -32000;

    /// <summary>No such session; what the official SDKs answer with, and legacy clients know.</summary>
    public const int SessionNotFound = -32001;

    /// <summary>A header repeats the body and says something else.</summary>
    public const int HeaderMismatch = -32020;

    /// <summary>The request needs something of the client that it did not declare.</summary>
    public const int MissingCapability = -32021;

    /// <summary>The request is of a revision that is not spoken here.</summary>
    public const int UnsupportedVersion = -32022;

    /// <summary>What the revisions before 2026-07-28 say where that one says InvalidParams (SEP-2164).</summary>
    public const int ResourceNotFound = -32002;
}
