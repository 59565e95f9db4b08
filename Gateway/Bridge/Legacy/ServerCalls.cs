using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Requests that one server executes. Where a server of 2026-07-28 answers with what it wants to know first, the client
/// is asked, and the request is made once more with the answers (SEP-2322).
/// </summary>
internal sealed class ServerCalls(IUpstreams upstreams)
{
    /// <summary>No request is made more often; a server that never has enough would go on for ever.</summary>
    private const int MaxRounds = 10;

    private static readonly ReadOnlyMemory<byte> Inexpressible = RpcText.Error(
        JsonRpcErrorCode.InternalError, "The server's answer has no form in this protocol version.");

    private static readonly ReadOnlyMemory<byte> TooManyRounds =
        RpcText.Error(JsonRpcErrorCode.InternalError, "The server asked for input too often.");

    public async Task<UpstreamAnswer> CallAsync(
        LegacyRequest request, Exchange exchange, CancellationToken cancellationToken)
    {
        if (await request.View.RouteAsync(request.Session.Caller, request.Message, request.Body, cancellationToken)
            is not { } routed)
        {
            var refusal = LegacyRefusals.UnknownTarget(request.Method);
            return new UpstreamAnswer(isError: true, RpcText.Error(refusal.Code, refusal.Message));
        }

        exchange.Server = routed.Server;
        // Nobody but a server of 2026-07-28 understands these, and only the bridge has seen what it asked.
        var parameters = JsonMembers.Without(routed.Parameters, "inputResponses"u8, "requestState"u8);
        for (var round = 0; round < MaxRounds; round++)
        {
            var answer = await upstreams.Of(routed.Server)
                .CallAsync(CallFor(request, routed, parameters), exchange, cancellationToken);
            if (answer.IsError)
                return Failed(request, routed, answer);

            var (kind, lowered) = Lower(answer.Json);
            if (kind == ResultKind.Complete)
                return Owning(answer, request.View.ToEndpoint(
                    request.Session.Caller, routed.Server, request.Method, lowered));

            using (answer)
            {
                if (kind != ResultKind.InputRequired || InputRequired.Read(answer.Json) is not { } required)
                    return new UpstreamAnswer(isError: true, Inexpressible);

                var (answers, refused) = await AskAsync(exchange, required, cancellationToken);
                if (refused is not null)
                    return refused;
                parameters = required.Again(parameters, answers);
            }
        }

        return new UpstreamAnswer(isError: true, TooManyRounds);
    }

    private static UpstreamCall CallFor(
        LegacyRequest request, RoutedRequest routed, ReadOnlyMemory<byte> parameters) =>
        new(request.Session.Caller, request.Method, parameters)
        {
            Target = routed.Target,
            WantsProgress = !request.ProgressToken.IsEmpty,
        };

    private static (ResultKind Kind, ReadOnlyMemory<byte> Json) Lower(ReadOnlyMemory<byte> result)
    {
        var shape = new ResultShape(result);
        return (shape.Kind, shape.Kind == ResultKind.Complete ? shape.ToLegacy() : result);
    }

    private static UpstreamAnswer Failed(LegacyRequest request, RoutedRequest routed, UpstreamAnswer answer) =>
        Owning(answer, LegacyErrors.Of(request.Method, request.View.ErrorToEndpoint(routed.Server, answer.Json)));

    /// <summary>One question after the other: people read one at a time.</summary>
    private static async Task<(List<ReadOnlyMemory<byte>> Answers, UpstreamAnswer? Refused)> AskAsync(
        Exchange exchange, InputRequired required, CancellationToken cancellationToken)
    {
        var answers = new List<ReadOnlyMemory<byte>>();
        foreach (var wanted in required.Requests)
        {
            var answer = await exchange.AskedAsync(wanted.Method, wanted.Parameters, cancellationToken);
            if (!answer.IsError)
                answers.Add(answer.Json);
            // An input response is a result; the only ones that say no are those of an elicitation.
            else if (wanted.Method == "elicitation/create")
                answers.Add("{\"action\":\"cancel\"}"u8.ToArray());
            else
                return (answers, answer);
        }

        return (answers, null);
    }

    private static UpstreamAnswer Owning(UpstreamAnswer answer, ReadOnlyMemory<byte> json) =>
        new(answer.IsError, json, answer);
}
