namespace McpAspire.Gateway.Protocol;

/// <summary>Why a body is not one well-formed message.</summary>
/// <param name="Code">The JSON-RPC code to answer with.</param>
/// <param name="Message">What the sender has to change; never any of what was sent.</param>
internal sealed record JsonRpcFault(int Code, string Message)
{
    public static readonly JsonRpcFault NotUtf8 = Parse("The body is not valid UTF-8.");
    public static readonly JsonRpcFault NotJson = Parse("The body is not one JSON value.");
    public static readonly JsonRpcFault LoneSurrogate = Parse("A string escapes half of a surrogate pair.");
    public static readonly JsonRpcFault DuplicateMember = Parse("An object has two members of the same name.");
    public static readonly JsonRpcFault TooDeep = Parse("The body is nested deeper than 64 levels.");
    public static readonly JsonRpcFault NumberOutOfRange = Parse("A number is out of range.");
    public static readonly JsonRpcFault Batch = Request("Batches are not accepted; send one message.");
    public static readonly JsonRpcFault NotAnObject = Request("A message is a JSON object.");
    public static readonly JsonRpcFault CaseVariant = Request("The name of a known member differs in its letter case.");
    public static readonly JsonRpcFault Version = Request("The member jsonrpc must be \"2.0\".");
    public static readonly JsonRpcFault BadId = Request("The id must be a string of 1 to 1024 bytes or an integer.");
    public static readonly JsonRpcFault BadMethod = Request("The method must be a string of 1 to 256 bytes.");
    public static readonly JsonRpcFault BadParams = Request("The params must be an object.");
    public static readonly JsonRpcFault BadError = Request("The error must be an object.");
    public static readonly JsonRpcFault BadMeta = Request("The member _meta must be an object.");
    public static readonly JsonRpcFault Kind = Request("A message has a method, or an id and a result or an error.");
    public static readonly JsonRpcFault BadTarget =
        new(JsonRpcErrorCode.InvalidParams, "The name or uri must be a string without control characters.");
    public static readonly JsonRpcFault BadVersion =
        new(JsonRpcErrorCode.InvalidParams, "The protocol version must be a string.");

    public static readonly JsonRpcFault BadProgressToken =
        new(JsonRpcErrorCode.InvalidParams, "The progress token must be a string of at most 1024 bytes or a number.");
    public static readonly JsonRpcFault BadTrace = new(
        JsonRpcErrorCode.InvalidParams, "Trace context must be strings of at most 8192 bytes without control characters.");

    private static JsonRpcFault Parse(string message) => new(JsonRpcErrorCode.ParseError, message);

    private static JsonRpcFault Request(string message) => new(JsonRpcErrorCode.InvalidRequest, message);
}
