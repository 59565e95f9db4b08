using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Pipeline;

/// <summary>Refusals that are the same for every request.</summary>
internal static class Refusals
{
    /// <summary>
    /// Given before authentication: which servers exist is public anyway, because RFC 9728 demands a metadata
    /// document for each that anybody can read.
    /// </summary>
    public static readonly Refusal UnknownServer =
        new(StatusCodes.Status404NotFound, JsonRpcErrorCode.ServerError, "There is no such server.", "unknown_server");

    public static readonly Refusal StageFailed = new(
        StatusCodes.Status500InternalServerError, JsonRpcErrorCode.InternalError, "Internal error.", "stage_failed");
}
