using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary><c>client</c>: the OAuth client of the token. What a client calls itself is no reason to trust it.</summary>
internal sealed class ClientVariable(string id) : PolicyObject
{
    private static readonly string[] Names = ["id"];

    protected override ReadOnlySpan<string> Fields => Names;

    public override bool TryGet(string key, out CelValue value) =>
        key == "id" ? Is(id, out value) : IsAbsent(out value);
}
