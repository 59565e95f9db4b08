using System.Text.Json;
using System.Text.Unicode;

namespace McpAspire.Gateway.Audit.Arguments;

/// <summary>
/// What arguments look like without what they say: names of members, kinds, lengths. Bounded in every direction,
/// because whoever calls chooses all of it.
/// </summary>
internal static class ArgumentShape
{
    private const int MostDepth = 4;
    private const int MostMembers = 32;
    private const int MostElements = 3;
    private const int MostNodes = 128;
    private const int MostNameBytes = 64;

    public static void Write(JsonNodes nodes, Utf8JsonWriter json)
    {
        var left = MostNodes;
        Write(nodes, 0, MostDepth, ref left, json);
    }

    /// <summary>As much of a name as a row holds, cut between two characters.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int most = MostNameBytes)
    {
        if (text.Length <= most)
            return text;
        while ((text[most] & 0xC0) == 0x80)
            most--;
        return text[..most];
    }

    private static void Write(JsonNodes nodes, int index, int depth, ref int left, Utf8JsonWriter json)
    {
        ref readonly var node = ref nodes[index];
        left--;
        switch (node.Type)
        {
            case JsonTokenType.StartObject when depth > 0:
                WriteMembers(nodes, index, node.End, depth, ref left, json);
                break;
            case JsonTokenType.StartArray when depth > 0:
                WriteElements(nodes, index, node.End, depth, ref left, json);
                break;
            case JsonTokenType.String:
                WriteLength("string", node.Length, json);
                break;
            default:
                json.WriteStringValue(Kind(node.Type));
                break;
        }
    }

    private static void WriteMembers(
        JsonNodes nodes, int index, int end, int depth, ref int left, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        var count = 0;
        for (var name = index + 1; name < end; name = nodes[name + 1].End)
        {
            if (++count > MostMembers || left <= 0)
                continue;
            json.WritePropertyName(Cut(nodes.Text(nodes[name])));
            Write(nodes, name + 1, depth - 1, ref left, json);
        }

        if (count > MostMembers || left <= 0)
            json.WriteNumber("…members", count);
        json.WriteEndObject();
    }

    private static void WriteElements(
        JsonNodes nodes, int index, int end, int depth, ref int left, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        var count = 0;
        for (var element = index + 1; element < end; element = nodes[element].End)
        {
            if (++count <= MostElements && left > 0)
                Write(nodes, element, depth - 1, ref left, json);
        }

        if (count > MostElements)
            WriteLength("elements", count, json);
        json.WriteEndArray();
    }

    private static void WriteLength(string kind, int length, Utf8JsonWriter json)
    {
        Span<byte> text = stackalloc byte[32];
        Utf8.TryWrite(text, $"{kind}({length})", out var written);
        json.WriteStringValue(text[..written]);
    }

    private static string Kind(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.Number => "number",
        JsonTokenType.Null => "null",
        _ => "boolean",
    };
}
