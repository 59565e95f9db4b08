using McpAspire.Gateway.Sessions;

namespace McpAspire.Gateway.Authentication.Dpop;

/// <summary>The proofs that any replica has seen.</summary>
internal sealed class SharedProofReplays(ISharedState state) : IProofReplayStore
{
    private static readonly byte[] Used = [1];

    public ValueTask<bool> TakeAsync(string replayKey, TimeSpan window, CancellationToken cancellationToken) =>
        state.TryAddAsync("gw:dpop:" + replayKey, Used, window, cancellationToken);
}
