using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>One request of a modern client, with what answers it.</summary>
internal sealed class ModernRequest(McpRequest request, IServerView view, Reply reply, ModernParameters parameters)
{
    public JsonRpcMessage Message { get; } = request.Message!;

    public ReadOnlyMemory<byte> Body { get; } = request.Body!.Bytes;

    public string Method { get; } = request.Message!.Method!;

    public IServerView View { get; } = view;

    public Reply Reply { get; } = reply;

    public ModernParameters Parameters { get; } = parameters;

    public UpstreamCaller Caller { get; } = CallerOf(request, parameters);

    /// <summary>Cancelled when the client closes the stream: in this era that is how it cancels.</summary>
    public CancellationToken Aborted { get; } = request.Http.RequestAborted;

    public McpRequest Origin { get; } = request;

    private static UpstreamCaller CallerOf(McpRequest request, ModernParameters parameters)
    {
        var principal = Principal.Of(request.Caller!);
        // Capabilities may differ from request to request; sessions at servers are kept apart by them as well.
        return new UpstreamCaller($"modern {principal}", McpEra.Modern, parameters.Capabilities, parameters.ClientInfo)
        {
            Principal = principal,
            LogLevel = parameters.LogLevel,
        };
    }
}
