using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Gateway.Authentication;

/// <summary>The issuer's keys by their id, at one moment.</summary>
/// <param name="Version">Changes with every change of the keys; 0 before the first.</param>
/// <param name="Fingerprint">Equal for equal keys.</param>
/// <param name="Keys">Public keys, and only such as may verify an access token.</param>
internal sealed record SigningKeySet(int Version, string Fingerprint, FrozenDictionary<string, SecurityKey> Keys)
{
    public static readonly SigningKeySet None = new(0, "", FrozenDictionary<string, SecurityKey>.Empty);

    public bool IsLoaded => Version > 0;
}
