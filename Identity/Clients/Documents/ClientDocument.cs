using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// What stands in a document beyond the metadata of <see cref="RegistrationRequest"/>. What neither knows is passed
/// over.
/// </summary>
internal sealed record ClientDocument
{
    [JsonPropertyName("client_id")]
    public string? ClientId { get; init; }

    [JsonPropertyName("client_secret")]
    public JsonElement? ClientSecret { get; init; }

    [JsonPropertyName("client_secret_expires_at")]
    public JsonElement? ClientSecretExpiresAt { get; init; }
}
