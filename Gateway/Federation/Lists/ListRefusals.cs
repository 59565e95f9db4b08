using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Why there is no list.</summary>
internal static class ListRefusals
{
    public static readonly Refusal NotAList = Server("list_invalid");

    /// <summary>Without end, as far as anybody can tell.</summary>
    public static readonly Refusal TooLong = Server("list_too_long");

    public static readonly Refusal Refused = Server("list_refused");

    public static readonly Refusal TooSlow = new(
        StatusCodes.Status504GatewayTimeout,
        JsonRpcErrorCode.InternalError,
        "The server did not answer in time.",
        "list_timeout");

    /// <summary>A defect of our own.</summary>
    public static readonly Refusal Failed = Server("list_failed");

    /// <summary>The object <c>error</c> for a cursor that no page of the list ended with.</summary>
    public static readonly ReadOnlyMemory<byte> BadCursor =
        RpcText.Error(JsonRpcErrorCode.InvalidParams, "There is no such page.");

    private static Refusal Server(string reason) => new(
        StatusCodes.Status502BadGateway,
        JsonRpcErrorCode.InternalError,
        "The server gave no usable list.",
        reason);
}
