using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpAspire.EndToEnd.Tests.OAuth;

/// <summary>A JSON web token taken apart, so that tests can read it and put it together wrongly.</summary>
internal sealed record Jwt(JsonObject Header, JsonObject Payload, string Signature)
{
    public static Jwt Parse(string token)
    {
        var parts = token.Split('.');
        return new Jwt(Part(parts[0]), Part(parts[1]), parts[2]);
    }

    /// <summary>The same token with other claims, and therefore with a signature that no longer fits.</summary>
    public Jwt With(string claim, JsonNode value)
    {
        var payload = (JsonObject)Payload.DeepClone();
        payload[claim] = value;
        return this with { Payload = payload };
    }

    public override string ToString() => $"{Encode(Header)}.{Encode(Payload)}.{Signature}";

    private static JsonObject Part(string part) =>
        JsonSerializer.Deserialize<JsonObject>(Base64Url.DecodeFromChars(part))!;

    private static string Encode(JsonObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
