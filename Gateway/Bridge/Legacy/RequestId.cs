using System.Globalization;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// Ids compare as JSON values: 1 and "1" are two, and a character is the same however it is escaped.
/// </summary>
internal static class RequestId
{
    /// <summary>A text that is the same for the same id only, or null for what is no id.</summary>
    public static string? KeyOf(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return null;

        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => "s" + reader.GetString(),
            JsonTokenType.Number when reader.TryGetInt64(out var number) =>
                "n" + number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }
}
