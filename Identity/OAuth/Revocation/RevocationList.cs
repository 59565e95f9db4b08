using System.Text.Json.Serialization;

namespace McpAspire.Identity.OAuth.Revocation;

/// <summary>What the gateway gets.</summary>
/// <param name="Revoked">Ids of access tokens that count no more.</param>
/// <param name="Keys">
/// Ids of the keys in the key set. One that was dropped because somebody else has it must not be trusted for the
/// minutes that a key set is kept: what is signed with it has ids that no list can name.
/// </param>
internal sealed record RevocationList(
    [property: JsonPropertyName("revoked")] string[] Revoked, [property: JsonPropertyName("keys")] string[] Keys);
