using McpAspire.Gateway.Bridge.Modern;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge;

/// <summary>
/// Streams of <c>subscriptions/listen</c> that are passed through count like those that the bridge answers: each holds
/// a connection here and one to the server, for as long as the client likes.
/// </summary>
internal sealed class ListenStage(ListenQuota quota) : IMcpStage
{
    public ValueTask<StageResult> InvokeAsync(McpRequest request)
    {
        if (request.Message?.Method != McpMethods.SubscriptionsListen)
            return StageResult.Continue;
        if (quota.TryTake(Principal.Of(request.Caller!)) is not { } place)
            return (StageResult)ModernRefusals.TooManyStreams;

        request.Http.Response.RegisterForDispose(place);
        return StageResult.Continue;
    }
}
