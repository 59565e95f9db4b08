using McpAspire.Gateway.Cel.Values;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary><c>session</c>: how the client and the gateway talk. A session's id is a secret and not among it.</summary>
internal sealed class SessionVariable(McpRequest request) : PolicyObject
{
    private static readonly string[] Names = ["era", "created"];

    protected override ReadOnlySpan<string> Fields => Names;

    public override bool TryGet(string key, out CelValue value) => key switch
    {
        "era" => Is(request.Era == McpEra.Modern ? "modern" : "legacy", out value),
        "created" when request.Session is { } session => Is(CelValue.Timestamp(session.CreatedAt), out value),
        _ => IsAbsent(out value),
    };
}
