using System.Text.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Writes an item as an endpoint shows it; what no rule is about stays as the server has it.</summary>
internal static class ItemWriter
{
    /// <param name="json">Where to.</param>
    /// <param name="kind">The list that it is in.</param>
    /// <param name="item">The item as its server has it.</param>
    /// <param name="key">Its name, URI or template at the endpoint.</param>
    /// <param name="tool">What the configuration says of it.</param>
    /// <param name="toEndpoint">What becomes of URIs in it; null for nothing.</param>
    /// <param name="era">Who reads it.</param>
    public static void Write(
        Utf8JsonWriter json,
        ListKind kind,
        ListItem item,
        string key,
        ToolOptions? tool,
        Func<EditKind, string, string>? toEndpoint,
        McpEra era)
    {
        json.WriteStartObject();
        json.WriteString(kind.Key, key);
        if (tool?.Title is { } title)
            json.WriteString("title", title);
        if (tool?.Description is { } description)
            json.WriteString("description", description);

        var reader = new Utf8JsonReader(item.Json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isReplaced = reader.ValueTextEquals(kind.Key)
                || (tool?.Title is not null && reader.ValueTextEquals("title"u8))
                || (tool?.Description is not null && reader.ValueTextEquals("description"u8));
            var isMeta = reader.ValueTextEquals("_meta"u8);
            var isOutput = kind == ListKind.Tools && reader.ValueTextEquals("outputSchema"u8);
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = item.Json[start..(int)reader.BytesConsumed];
            if (isReplaced || (isOutput && era == McpEra.Legacy && !IsForObjects(value.Span)))
                continue;

            json.WritePropertyName(name);
            var edits = isMeta && toEndpoint is not null ? ResultScan.FindInMeta(value.Span) : null;
            var shown = edits is null ? value : JsonSplice.Replace(value.Span, edits, toEndpoint!);
            json.WriteRawValue(shown.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    /// <summary>Up to 2025-11-25 structured content is an object, and so is what its schema says (SEP-2106).</summary>
    private static bool IsForObjects(ReadOnlySpan<byte> schema)
    {
        var reader = new Utf8JsonReader(schema);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
                return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("object"u8);
            reader.Skip();
        }

        return false;
    }
}
