using System.Buffers.Text;
using System.Text.Json;

namespace McpAspire.ServiceDefaults.Dpop;

/// <summary>Reads the parts of a JWT in the one way that is left when everything ambiguous is refused.</summary>
internal static class StrictText
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>A JSON object in base64url, or null.</summary>
    public static JsonDocument? Object(string part)
    {
        if (Bytes(part) is not { } bytes)
            return null;

        try
        {
            var json = JsonDocument.Parse(bytes, Options);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return json;
            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The bytes, or null for what is not their only base64url form (RFC 7515, section 2).</summary>
    public static byte[]? Bytes(string text)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            return Base64Url.EncodeToString(bytes) == text ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static string? Of(JsonElement json, string name)
    {
        try
        {
            return json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                && value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or no UTF-8: no text.
            return null;
        }
    }

    public static byte[]? BytesOf(JsonElement json, string name) => Of(json, name) is { } text ? Bytes(text) : null;
}
