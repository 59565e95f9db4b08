using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpAspire.Identity.Clients;

/// <summary>
/// The metadata of RFC 7591, section 2, that this server reads; what it does not know it passes over.
/// </summary>
internal sealed record RegistrationRequest
{
    [JsonPropertyName("redirect_uris")]
    public IReadOnlyList<string?>? RedirectUris { get; init; }

    [JsonPropertyName("token_endpoint_auth_method")]
    public string? TokenEndpointAuthMethod { get; init; }

    [JsonPropertyName("grant_types")]
    public IReadOnlyList<string?>? GrantTypes { get; init; }

    [JsonPropertyName("response_types")]
    public IReadOnlyList<string?>? ResponseTypes { get; init; }

    [JsonPropertyName("client_name")]
    public string? ClientName { get; init; }

    [JsonPropertyName("application_type")]
    public string? ApplicationType { get; init; }

    [JsonPropertyName("jwks")]
    public JsonElement? Jwks { get; init; }

    [JsonPropertyName("jwks_uri")]
    public string? JwksUri { get; init; }
}
