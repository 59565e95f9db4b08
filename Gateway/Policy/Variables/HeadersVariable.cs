using System.Collections.Frozen;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary><c>request.headers</c>: names in any case (RFC 9110 section 5.1), values of one name joined by a comma.</summary>
internal sealed class HeadersVariable(IHeaderDictionary headers) : CelObject
{
    /// <summary>Who may read a rule's explanation must not read a credential there.</summary>
    private static readonly FrozenSet<string> Secret = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Authorization", "Cookie", "DPoP", "Proxy-Authorization", "Mcp-Session-Id");

    private readonly string[] _names =
        [.. headers.Keys.Where(name => !Secret.Contains(name)).Select(name => name.ToLowerInvariant()).Order()];

    public override int Count => _names.Length;

    public override CelValue KeyAt(int index) => CelValue.Of(_names[index]);

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
