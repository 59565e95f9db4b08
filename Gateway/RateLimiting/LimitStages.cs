using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>What the two stages have in common.</summary>
internal static class LimitStages
{
    public static ValueTask<StageResult> AcquireAsync(
        RateLimiter limiter, McpRequest request, in LimitCaller caller, Func<LimitScope, LimitValue?> valueOf)
    {
        var asked = limiter.AcquireAsync(caller, valueOf, request.Http.RequestAborted);
        return asked.IsCompletedSuccessfully ? Take(request, asked.Result) : TakeAsync(request, asked);
    }

    private static async ValueTask<StageResult> TakeAsync(McpRequest request, ValueTask<LimitDecision> asked) =>
        Take(request, await asked);

    private static StageResult Take(McpRequest request, LimitDecision decision)
    {
        if (decision.Refusal is { } refusal)
            return LimitRefusals.Of(refusal);
        if (decision.Lease is { } lease)
            (request.Leases ??= []).Add(lease);
        return StageResult.Continue;
    }
}
