using System.Text.Json;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>The object <c>capabilities</c> of a server.</summary>
internal static class Capabilities
{
    /// <summary>Whether the server has such a list.</summary>
    public static bool Has(ReadOnlyMemory<byte> capabilities, ListKind kind) => Enters(capabilities, kind, out _);

    /// <summary>Whether the server tells when such a list changes.</summary>
    public static bool Announces(ReadOnlyMemory<byte> capabilities, ListKind kind)
    {
        if (!Enters(capabilities, kind, out var json))
            return false;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals("listChanged"u8);
            json.Read();
            if (isIt)
                return json.TokenType == JsonTokenType.True;
            json.Skip();
        }

        return false;
    }

    private static bool Enters(ReadOnlyMemory<byte> capabilities, ListKind kind, out Utf8JsonReader json)
    {
        json = new Utf8JsonReader(capabilities.Span);
        if (capabilities.IsEmpty || !json.Read() || json.TokenType != JsonTokenType.StartObject)
            return false;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(kind.Capability);
            json.Read();
            if (isIt)
                return json.TokenType == JsonTokenType.StartObject;
            json.Skip();
        }

        return false;
    }
}
