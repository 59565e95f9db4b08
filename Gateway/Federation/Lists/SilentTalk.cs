using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Nobody listens: what a server says and asks while it answers a request for a list is left alone.</summary>
internal sealed class SilentTalk : IUpstreamTalk
{
    public static readonly SilentTalk Instance = new();

    private static readonly ReadOnlyMemory<byte> Refusal =
        RpcText.Error(JsonRpcErrorCode.MethodNotFound, "There is nobody to ask.");

    public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters) => ValueTask.CompletedTask;

    public Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken) =>
        Task.FromResult(new UpstreamAnswer(isError: true, Refusal));
}
