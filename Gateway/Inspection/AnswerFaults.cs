using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Inspection;

/// <summary>What is wrong with a backend's answer: for the operator what exactly, for the caller only that it is.</summary>
internal static class AnswerFaults
{
    public static readonly JsonRpcFault TooManyMembers = Invalid("Too many members are open at once.");
    public static readonly JsonRpcFault NotAnAnswer = Invalid("It is not the answer to the request.");
    public static readonly JsonRpcFault WrongId = Invalid("The id is not that of the request.");
    public static readonly JsonRpcFault WrongKind = Invalid("It is no message that a server may send here.");
    public static readonly JsonRpcFault LateKind = Invalid("What kind of message it is comes too late in it.");
    public static readonly JsonRpcFault LateType = Invalid("The type of an event comes after its data.");

    public static readonly JsonRpcFault TooLong = Invalid("It is too large.");

    /// <summary>The answer itself is wrong.</summary>
    public static readonly Refusal Malformed = BadGateway("The server gave no usable answer.", "backend_malformed");

    public static readonly Refusal TooLarge = BadGateway("The server's answer is too large.", "backend_too_large");

    /// <summary>A stream ended, and the answer was not in it.</summary>
    public static readonly Refusal Unanswered =
        BadGateway("The server ended the stream without an answer.", "backend_unanswered");

    private static JsonRpcFault Invalid(string message) => new(JsonRpcErrorCode.InvalidRequest, message);

    private static Refusal BadGateway(string message, string reason) =>
        new(StatusCodes.Status502BadGateway, JsonRpcErrorCode.InternalError, message, reason);
}
