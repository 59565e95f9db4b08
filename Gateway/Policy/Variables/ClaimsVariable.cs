using McpAspire.Gateway.Cel.Json;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>
/// <c>jwt</c>: the claims of a verified access token, made once for as long as the token is remembered. Besides the
/// claims as they are, <c>scopes</c> and <c>groups</c> are always lists, empty for a token without such a claim:
/// a rule about them need not ask whether they are there.
/// </summary>
internal sealed class ClaimsVariable : CelObject
{
    private readonly CelMap _claims;
    private readonly CelValue _scopes;
    private readonly CelValue _groups;
    private readonly string[] _names;

    /// <param name="payload">The claims, a JSON object.</param>
    /// <param name="scopes">The words of <c>scope</c> (RFC 8693 section 4.2).</param>
    /// <param name="groups">The groups of the subject.</param>
    public ClaimsVariable(ReadOnlyMemory<byte> payload, IEnumerable<string> scopes, IEnumerable<string> groups)
    {
        _claims = new JsonMap(payload);
        _scopes = CelValue.Of([.. scopes.Order(StringComparer.Ordinal).Select(CelValue.Of)]);
        _groups = CelValue.Of([.. groups.Select(CelValue.Of)]);
        _names =
        [
            .. Enumerable.Range(0, _claims.Count).Select(index => _claims.KeyAt(index).AsString)
                .Where(name => name is not ("scopes" or "groups")),
            "scopes",
            "groups",
        ];
    }

    public override int Count => _names.Length;

    public override CelValue KeyAt(int index) => CelValue.Of(_names[index]);

    public override bool TryGet(string key, out CelValue value)
    {
        if (key is not ("scopes" or "groups"))
            return _claims.TryGet(key, out value);

        value = key == "scopes" ? _scopes : _groups;
        return true;
    }
}
