using System.Collections.Frozen;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>
/// What a caller is told who asks for too much: 429 (RFC 6585 section 4) with when to come back, and the same as a
/// JSON-RPC error in its body. Which limit it was, the operator learns.
/// </summary>
internal static class LimitRefusals
{
    private static readonly FrozenDictionary<(LimitScope, LimitKind), string> Reasons =
        Enum.GetValues<LimitScope>()
            .SelectMany(scope => Enum.GetValues<LimitKind>().Select(kind => (scope, kind)))
            .ToFrozenDictionary(pair => pair, pair => $"limit_{Word(pair.scope)}_{Word(pair.kind)}");

    public static Refusal Of(LimitRefusal refusal) => new(
        StatusCodes.Status429TooManyRequests,
        JsonRpcErrorCode.ServerError,
        "Too many requests. Try again later.",
        Reasons[(refusal.Limit.Scope, refusal.Limit.Kind)])
    {
        // Whole seconds, and none too early.
        RetryAfter = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(refusal.RetryAfter.TotalSeconds))),
    };

    private static string Word(Enum value) => value switch
    {
        LimitKind.BytesOut => "bytes",
        _ => value.ToString().ToLowerInvariant(),
    };
}
