using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// For what belongs to no request of the client: a server has nothing to ask then, and what it logs is for nobody.
/// </summary>
internal sealed class NoTalk : IUpstreamTalk
{
    private static readonly ReadOnlyMemory<byte> NotAsked =
        RpcText.Error(JsonRpcErrorCode.MethodNotFound, "Nobody answers requests here.");

    public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters) => default;

    public Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken) =>
        Task.FromResult(new UpstreamAnswer(isError: true, NotAsked));
}
