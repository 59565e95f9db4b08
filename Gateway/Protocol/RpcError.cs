using System.Text.Json;

namespace McpAspire.Gateway.Protocol;

/// <summary>The object <c>error</c> (JSON-RPC 2.0 section 5.1).</summary>
internal static class RpcError
{
    /// <summary>Its code; null for what is no error.</summary>
    public static int? CodeOf(ReadOnlySpan<byte> error)
    {
        var json = new Utf8JsonReader(error);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return null;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isCode = json.ValueTextEquals("code"u8);
            json.Read();
            if (isCode)
                return json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var code) ? code : null;
            json.Skip();
        }

        return null;
    }
}
