using System.Collections.Frozen;
using McpAspire.Gateway.Cel.Json;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Authentication;

/// <summary>What a valid access token says (RFC 9068 section 2.2).</summary>
internal sealed record AccessToken
{
    public required string Subject { get; init; }

    public required string ClientId { get; init; }

    public required string TokenId { get; init; }

    /// <summary>
    /// What the issuer calls it when it revokes it: the id of its entry, which is another than <c>jti</c>.
    /// </summary>
    public required string RevocationId { get; init; }

    /// <summary>The key that signed it (RFC 7515 section 4.1.4).</summary>
    public required string KeyId { get; init; }

    /// <summary>The one resource that it is good for.</summary>
    public required string Audience { get; init; }

    public required FrozenSet<string> Scopes { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>All claims, as rules of the policy read them.</summary>
    public CelMap Claims { get; init; } = new JsonMap("{}"u8.ToArray());

    /// <summary>The key that it is bound to (RFC 9449 section 6.1), or null.</summary>
    public string? KeyThumbprint { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The version of the key set that verified it; with another it must be verified again.</summary>
    public required int KeySetVersion { get; init; }
}
