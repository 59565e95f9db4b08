using System.Text.Json;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Json;

/// <summary>
/// JSON as values, read only as far as an expression asks. A number without fraction and exponent that fits is an int,
/// so that rules can count with it; any other is a double.
/// </summary>
internal static class CelJson
{
    internal const int MaxDepth = 128;

    /// <summary>One JSON value; what is not well-formed is an error where it is read.</summary>
    public static CelValue Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var reader = Reader(utf8.Span);
            return reader.Read() ? Of(ref reader, utf8) : CelErrors.Malformed;
        }
        catch (JsonException)
        {
            return CelErrors.Malformed;
        }
    }

    internal static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) =>
        new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>The value at which the reader stands; afterwards it stands at its end.</summary>
    internal static CelValue Of(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                reader.Skip();
                return CelValue.Of(new JsonMap(utf8[start..(int)reader.BytesConsumed]));
            case JsonTokenType.StartArray:
                reader.Skip();
                return CelValue.Of(new JsonList(utf8[start..(int)reader.BytesConsumed]));
            case JsonTokenType.String:
                return String(ref reader);
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? CelValue.Of(whole) : CelValue.Of(reader.GetDouble());
            case JsonTokenType.True:
                return CelValue.True;
            case JsonTokenType.False:
                return CelValue.False;
            case JsonTokenType.Null:
                return CelValue.Null;
            default:
                return CelErrors.Malformed;
        }
    }

    private static CelValue String(ref Utf8JsonReader reader)
    {
        try
        {
            return CelValue.Of(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or no UTF-8: a string of the language has none of these.
            return CelErrors.Malformed;
        }
    }
}
