using System.Globalization;
using System.Text;

namespace McpAspire.Gateway.Cel.Values;

/// <summary>Values as an expression would write them, for people. Never longer than fits a line or two.</summary>
internal static class ValueText
{
    private const int MaxLength = 200;
    private const int MaxDepth = 6;

    public static string Of(in CelValue value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        if (text.Length > MaxLength)
            text.Length = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return text.Length >= MaxLength - 1 ? text.Append('…').ToString() : text.ToString();
    }

    public static string Of(string value) => Of(CelValue.Of(value));

    private static void Write(StringBuilder text, in CelValue value, int depth)
    {
        if (text.Length > MaxLength)
            return;

        switch (value.Kind)
        {
            case CelKind.String: Quote(text, value.AsString); break;
            case CelKind.Bytes: text.Append("b\"").Append(Hex(value.AsBytes)).Append('"'); break;
            case CelKind.Uint: text.Append(CultureInfo.InvariantCulture, $"{value.AsUint}u"); break;
            case CelKind.List: WriteList(text, value.AsList, depth + 1); break;
            case CelKind.Map: WriteMap(text, value.AsMap, depth + 1); break;
            case CelKind.Optional when value.AsOptional.HasValue:
                text.Append("optional.of(");
                Write(text, value.AsOptional.Value, depth + 1);
                text.Append(')');
                break;
            case CelKind.Optional: text.Append("optional.none()"); break;
            default: text.Append(Scalar(value)); break;
        }
    }

    private static string Scalar(in CelValue value) => value.Kind switch
    {
        CelKind.Null => "null",
        CelKind.Bool => value.AsBool ? "true" : "false",
        CelKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
        CelKind.Double => NumberText.Of(value.AsDouble),
        CelKind.Timestamp => $"timestamp(\"{TimeText.OfTimestamp(value.AsTime)}\")",
        CelKind.Duration => $"duration(\"{TimeText.OfDuration(value.AsTime)}\")",
        CelKind.Type => value.AsType.Name,
        CelKind.Opaque => value.AsOpaque.ToString() ?? "",
        _ => $"error: {value.AsError.Message}",
    };

    private static void WriteList(StringBuilder text, CelList list, int depth)
    {
        text.Append('[');
        for (var i = 0; i < list.Count && text.Length <= MaxLength && depth <= MaxDepth; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Write(text, list[i], depth);
        }

        text.Append(depth > MaxDepth ? "…]" : "]");
    }

    private static void WriteMap(StringBuilder text, CelMap map, int depth)
    {
        text.Append('{');
        for (var i = 0; i < map.Count && text.Length <= MaxLength && depth <= MaxDepth; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Write(text, map.KeyAt(i), depth);
            text.Append(": ");
            Write(text, map.ValueAt(i), depth);
        }

        text.Append(depth > MaxDepth ? "…}" : "}");
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in value.AsSpan(0, Math.Min(value.Length, MaxLength)))
        {
            if (unit is '"' or '\\')
                text.Append('\\').Append(unit);
            else if (char.IsControl(unit))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            else
                text.Append(unit);
        }

        text.Append('"');
    }

    private static string Hex(byte[] bytes) =>
        string.Concat(bytes.Take(MaxLength / 4).Select(octet => $"\\x{octet:x2}"));
}
