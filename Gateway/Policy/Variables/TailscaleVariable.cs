using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary><c>source.tailscale</c>: who calls, as the tailnet knows them.</summary>
internal sealed class TailscaleVariable(TailnetIdentity identity) : PolicyObject
{
    private static readonly string[] Names = ["user", "name", "node"];

    protected override ReadOnlySpan<string> Fields => Names;

    public override bool TryGet(string key, out CelValue value) => key switch
    {
        "user" => Is(identity.User, out value),
        "name" => Is(identity.Name, out value),
        "node" => Is(identity.Node, out value),
        _ => IsAbsent(out value),
    };
}
