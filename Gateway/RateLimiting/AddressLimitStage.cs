using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>Limits what one address may ask, before anything is done for it.</summary>
internal sealed class AddressLimitStage(RateLimiter limiter, IOptions<McpOptions> options) : IMcpStage
{
    private readonly Func<LimitScope, LimitValue?> _valueOf =
        scope => scope == LimitScope.Address ? options.Value.Limits.Address : null;

    public ValueTask<StageResult> InvokeAsync(McpRequest request) => options.Value.Limits.Address.IsSet
        ? LimitStages.AcquireAsync(
            limiter, request, new LimitCaller { Address = request.Http.Connection.RemoteIpAddress }, _valueOf)
        : StageResult.Continue;
}
