using System.Collections.Frozen;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary><c>request.headers</c>: names in any case (RFC 9110 section 5.1), values of one name joined by a comma.</summary>
internal sealed class HeadersVariable(IHeaderDictionary headers) : CelObject
{
    /// <summary>Who may read a rule's explanation must not read a credential there.</summary>
    private static readonly FrozenSet<string> Secret = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Authorization", "Cookie", "DPoP", "Proxy-Authorization", "Mcp-Session-Id");

    private string[]? _names;

    public override int Count => Names.Length;

    /// <summary>Rules ask for one header nearly always; only those that go over all need the names.</summary>
    private string[] Names => _names ??=
        [.. headers.Keys.Where(name => !Secret.Contains(name)).Select(name => name.ToLowerInvariant()).Order()];

    public override CelValue KeyAt(int index) => CelValue.Of(Names[index]);

    public override bool TryGet(string key, out CelValue value)
    {
        if (Secret.Contains(key) || !headers.TryGetValue(key, out var values))
        {
            value = default;
            return false;
        }

        value = CelValue.Of(string.Join(", ", values.AsEnumerable()));
        return true;
    }
}
