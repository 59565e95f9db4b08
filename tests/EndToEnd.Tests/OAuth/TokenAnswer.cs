using System.Net;
using System.Text.Json;

namespace McpAspire.EndToEnd.Tests.OAuth;

/// <summary>What the token endpoint said (RFC 6749 sections 5.1 and 5.2).</summary>
internal sealed record TokenAnswer(HttpStatusCode Status, JsonElement Body)
{
    public string AccessToken => Required("access_token");

    public string RefreshToken => Required("refresh_token");

    public string IdToken => Required("id_token");

    public string? Error => Optional("error");

    private string? Optional(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) ? value.GetString() : null;

    private string Required(string name) =>
        Optional(name) ?? throw new InvalidOperationException($"No {name} in the answer ({(int)Status}): {Body}");
}
