using System.Text.Json;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Json;

/// <summary>A JSON array over the bytes in which it came; its elements are read when the first is asked for.</summary>
internal sealed class JsonList(ReadOnlyMemory<byte> utf8) : CelList
{
    private List<CelValue>? _elements;

    public override int Count => Elements.Count;

    private List<CelValue> Elements => _elements ??= ReadAll(utf8);

    public override CelValue this[int index] => Elements[index];

    private static List<CelValue> ReadAll(ReadOnlyMemory<byte> utf8)
    {
        var elements = new List<CelValue>();
        try
        {
            var reader = CelJson.Reader(utf8.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                elements.Add(CelJson.Of(ref reader, utf8));
        }
        catch (JsonException)
        {
            return [CelErrors.Malformed];
        }

        return elements;
    }
}
