using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Audit;

/// <summary>What a caller is told whose call cannot be recorded.</summary>
internal static class AuditRefusals
{
    public static readonly Refusal Unavailable = new(
        StatusCodes.Status503ServiceUnavailable,
        JsonRpcErrorCode.InternalError,
        "The gateway cannot take calls at the moment. Try again in a few seconds.",
        "audit_unavailable")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };
}
