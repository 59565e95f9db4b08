using System.Text.Json.Serialization;

namespace McpAspire.Identity.OAuth.Revocation;

/// <summary>What the gateway gets.</summary>
internal sealed record RevocationList([property: JsonPropertyName("revoked")] string[] Revoked);
