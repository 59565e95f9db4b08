using System.Buffers.Text;
using System.Text.Json;

namespace McpAspire.Identity.Tests.Running;

/// <summary>A token response.</summary>
internal sealed record Tokens(string Access, string? Refresh, string? Id, string Scope)
{
    public JsonElement AccessHeader => Part(Access, 0);

    public JsonElement AccessClaims => Part(Access, 1);

    public JsonElement IdHeader => Part(Id!, 0);

    public JsonElement IdClaims => Part(Id!, 1);

    /// <summary>The audiences of the access token.</summary>
    public IReadOnlyList<string?> Audiences => AccessClaims.GetProperty("aud") is { ValueKind: JsonValueKind.Array } all
        ? [.. all.EnumerateArray().Select(item => item.GetString())]
        : [AccessClaims.GetProperty("aud").GetString()];

    public static Tokens Of(Answer answer)
    {
        return new Tokens(
            Value("access_token")!, Value("refresh_token"), Value("id_token"), Value("scope") ?? string.Empty);

        string? Value(string name) => answer.Json.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private static JsonElement Part(string token, int index) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[index])).RootElement;
}
