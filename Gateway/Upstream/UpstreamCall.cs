using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream;

/// <summary>One request to a server.</summary>
/// <param name="Caller">For whom.</param>
/// <param name="Method">The method of the server's leg.</param>
/// <param name="Parameters">
/// The object <c>params</c> in the server's own names, as JSON; empty for none. Its <c>_meta</c> is the caller's: the
/// leg replaces the members that belong to a leg (protocolVersion, clientInfo, clientCapabilities, logLevel,
/// progressToken) and keeps the others.
/// </param>
internal sealed record UpstreamCall(UpstreamCaller Caller, string Method, ReadOnlyMemory<byte> Parameters)
{
    /// <summary>What the modern leg repeats in <c>Mcp-Name</c>: <c>params.name</c>, <c>uri</c> or <c>taskId</c>.</summary>
    public string? Target { get; init; }

    /// <summary>The client's <c>Mcp-Param-*</c> headers, to be repeated on a modern leg (SEP-2243).</summary>
    public IHeaderDictionary? ParameterHeaders { get; init; }

    /// <summary>Whether the caller can pass a result on while it comes (<see cref="UpstreamAnswer.Large"/>).</summary>
    public bool TakesLarge { get; init; }

    /// <summary>What its end says about the server.</summary>
    public Evidence Evidence => Method switch
    {
        McpMethods.ToolsCall => Evidence.NotSlowness,
        McpMethods.Initialize or "server/discover" => Evidence.OnlyFailure,
        _ => Evidence.Any,
    };

    /// <summary>Whether the caller wants progress notifications.</summary>
    public bool WantsProgress { get; init; }
}
