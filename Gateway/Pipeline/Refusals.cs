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

    /// <summary>What replicas share is away, so that nothing can be said about sessions.</summary>
    public static readonly Refusal SharedStateAway = new(
        StatusCodes.Status503ServiceUnavailable,
        JsonRpcErrorCode.InternalError,
        "The gateway cannot look up sessions at the moment. Try again in a few seconds.",
        "shared_state_away")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    /// <summary>The same for a session that is unknown, over, somebody else's, or another endpoint's.</summary>
    public static readonly Refusal UnknownSession = new(
        StatusCodes.Status404NotFound, JsonRpcErrorCode.SessionNotFound, "Session not found.", "unknown_session");

    public static readonly Refusal NotAcceptable = new(
        StatusCodes.Status406NotAcceptable,
        JsonRpcErrorCode.ServerError,
        "Accept must allow both application/json and text/event-stream.",
        "not_acceptable");
}
