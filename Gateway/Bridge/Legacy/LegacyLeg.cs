using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Answers clients of the revisions up to 2025-11-25.</summary>
internal sealed class LegacyLeg
{
    private static readonly Refusal NotSpoken = new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.ServerError,
        "This endpoint speaks 2026-07-28 only.",
        "era_not_spoken");

    /// <summary>Answers the request; or says why not, and has written nothing.</summary>
    public Task<Refusal?> AnswerAsync(McpRequest request, IServerView view, Reply reply) =>
        Task.FromResult<Refusal?>(NotSpoken);
}
