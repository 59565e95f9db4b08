using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Modern;

/// <summary>
/// Requests of revision 2026-07-28 to one server: each stands for itself and says for whom it is. Ending the exchange
/// is how a call is cancelled (SEP-2575).
/// </summary>
internal sealed class ModernLeg(ServerTransport transport, RequestIds ids, LegLimits limits, UpstreamLog log)
{
    private readonly RepeatedArguments _repeated = new();

    public Task<UpstreamAnswer> CallAsync(
        UpstreamCall call, IUpstreamTalk talk, CancellationToken cancellationToken) =>
        call is { Method: McpMethods.ToolsCall, Target: not null, Caller.Era: McpEra.Legacy }
            ? _repeated.CallAsync(call, other => ExchangeAsync(other, talk, cancellationToken))
            : ExchangeAsync(call, talk, cancellationToken);

    private async Task<UpstreamAnswer> ExchangeAsync(
        UpstreamCall call, IUpstreamTalk talk, CancellationToken cancellationToken)
    {
        var id = ids.Next();
        using var request = ModernRequest.Create(call, RequestText.Modern(call, id));
        using var response = await transport.SendAsync(
            request, destinationId: null, call.Evidence, cancellationToken);
        if (!response.IsEventStream)
            return await (call.TakesLarge
                ? AnswerReader.BeginAsync(response, id, limits.MaxResultBytes, cancellationToken)
                : AnswerReader.ReadAsync(response, id, limits.MaxResultBytes, cancellationToken));

        var stream = new CallStream(call, id, talk, limits, new NoQuestions(log));
        return await stream.ReadAsync(response, cancellationToken) ?? throw BrokenOff(response);
    }

    /// <summary>A broken stream loses the request (SEP-2575): there are no event ids to go on from.</summary>
    private static UpstreamException BrokenOff(UpstreamResponse response)
    {
        var exception = UpstreamFaults.Unusable("The event stream ended without an answer.");
        response.Fail(exception);
        return exception;
    }
}
