using System.Buffers;
using System.Text.Json;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>The parameters of a request for a list.</summary>
internal static class ListRequest
{
    /// <summary>Empty for the first page.</summary>
    public static ReadOnlyMemory<byte> Parameters(string? cursor)
    {
        if (cursor is null)
            return default;

        var output = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("cursor", cursor);
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }
}
