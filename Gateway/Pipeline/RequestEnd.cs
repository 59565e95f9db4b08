using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Audit.Requests;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Pipeline;

/// <summary>What is done around every request: its answer is counted, its limits released, its end recorded.</summary>
internal sealed class RequestEnd(IAuditTrail trail, IOptions<McpOptions> options, TimeProvider time)
{
    private readonly bool _limitsBytes = Enum.GetValues<LimitScope>()
        .Any(scope => options.Value.Limits.Of(scope).BytesOut > 0);

    public long Begin(McpRequest request)
    {
        if (trail.IsOn || _limitsBytes)
        {
            var features = request.Http.Features;
            request.Answered = new CountedBody(features.GetRequiredFeature<IHttpResponseBodyFeature>());
            features.Set<IHttpResponseBodyFeature>(request.Answered);
        }

        return time.GetTimestamp();
    }

    public async ValueTask EndAsync(McpRequest request, long began)
    {
        foreach (var lease in request.Leases ?? [])
            await lease.ReleaseAsync(request.Answered?.Count ?? 0);
        if (!trail.IsOn || !RequestRows.IsRecorded(request))
            return;

        request.DecisionId ??= trail.NewDecisionId();
        await trail.RecordAsync(RequestRows.End(request, time.GetElapsedTime(began)));
    }
}
