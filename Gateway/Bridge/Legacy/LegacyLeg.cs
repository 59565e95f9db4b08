using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Answers clients of the revisions up to 2025-11-25: they open a session, and everything else happens within it.
/// </summary>
internal sealed class LegacyLeg(
    Initialization initialization,
    SessionGate gate,
    Requests requests,
    Notifications notifications,
    Questions questions,
    NewsStreams news,
    Closing closing)
{
    /// <summary>Answers the request; or says why not, and has written nothing.</summary>
    public async Task<Refusal?> AnswerAsync(McpRequest request, IServerView view, Reply reply)
    {
        var message = request.Message;
        // What it says has been looked at; only here it has to say something.
        if (message is not null && request.Http.Request.Headers.Accept.Count == 0)
            return Refusals.NotAcceptable;
        if (message is { Method: McpMethods.Initialize, Kind: JsonRpcKind.Request })
            return await initialization.AnswerAsync(request, view, reply);

        var (session, refusal) = await gate.FindAsync(request);
        if (session is null)
            return refusal;
        if (message is null)
            return HttpMethods.IsGet(request.Http.Request.Method)
                ? await news.AnswerAsync(session, request, view)
                : await closing.CloseAsync(session, view, request.Http);

        var said = new LegacyRequest(request, view, reply, session);
        return message.Kind switch
        {
            JsonRpcKind.Request => await requests.AnswerAsync(said),
            JsonRpcKind.Notification => await AcceptAsync(said),
            _ => await TakeAsync(said),
        };
    }

    private async Task<Refusal?> AcceptAsync(LegacyRequest notification)
    {
        await notifications.AcceptAsync(notification);
        return null;
    }

    private async Task<Refusal?> TakeAsync(LegacyRequest response)
    {
        if (!await questions.TryAnswerAsync(response, response.Origin.Http.RequestAborted))
            return LegacyRefusals.UnaskedResponse;

        response.Origin.Http.Response.StatusCode = StatusCodes.Status202Accepted;
        return null;
    }
}
