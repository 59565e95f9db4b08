using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>The result of a request for a list, in the form of the caller's era.</summary>
internal static class ListResult
{
    /// <summary>How items are written everywhere: neither side is a web page.</summary>
    public static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="kind">Which list.</param>
    /// <param name="era">The era of the caller.</param>
    /// <param name="items">Writes the items, one value after the other.</param>
    /// <param name="nextCursor">Where it goes on, if it does.</param>
    /// <param name="ttl">For how long a modern caller may keep it.</param>
    /// <param name="meta">The member <c>_meta</c>; empty for none.</param>
    public static ReadOnlyMemory<byte> Write(
        ListKind kind,
        McpEra era,
        Action<Utf8JsonWriter> items,
        string? nextCursor,
        TimeSpan ttl,
        ReadOnlyMemory<byte> meta = default)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray(kind.Member);
            items(json);
            json.WriteEndArray();
            if (nextCursor is not null)
                json.WriteString("nextCursor", nextCursor);
            if (!meta.IsEmpty)
            {
                json.WritePropertyName("_meta");
                json.WriteRawValue(meta.Span, skipInputValidation: true);
            }

            if (era == McpEra.Modern)
            {
                json.WriteString("resultType", "complete");
                json.WriteNumber("ttlMs", (long)ttl.TotalMilliseconds);
                // Lists depend on who asks; nobody's may be shown to another (SEP-2549).
                json.WriteString("cacheScope", "private");
            }

            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }
}
