using System.Globalization;
using System.Text;
using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>What <c>%s</c> makes of a value.</summary>
internal static class FormatText
{
    private const int MaxDepth = 100;

    /// <summary>Null if it went well.</summary>
    public static CelValue? Append(StringBuilder text, in CelValue value, int depth, ref CelFrame frame)
    {
        if (depth > MaxDepth)
            return CelErrors.TooDeep;
        if (!frame.Spend(1 + CelCost.Of(value)))
            return frame.Failure;

        switch (value.Kind)
        {
            case CelKind.List:
                return AppendList(text, value.AsList, depth + 1, ref frame);
            case CelKind.Map:
                return AppendMap(text, value.AsMap, depth + 1, ref frame);
            case CelKind.Error:
                return value;
            case CelKind.Optional or CelKind.Opaque:
                return CelErrors.Invalid($"error during formatting: %s was given {CelTypeName.Of(value).Name}");
            default:
                text.Append(Scalar(value));
                return null;
        }
    }

    private static string Scalar(in CelValue value) => value.Kind switch
    {
        CelKind.Null => "null",
        CelKind.Bool => value.AsBool ? "true" : "false",
        CelKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
        CelKind.Uint => value.AsUint.ToString(CultureInfo.InvariantCulture),
        CelKind.Double => NumberText.Plain(value.AsDouble),
        CelKind.String => value.AsString,
        CelKind.Bytes => Text(value.AsBytes),
        CelKind.Timestamp => TimeText.OfTimestamp(value.AsTime),
        CelKind.Duration => TimeText.OfDuration(value.AsTime),
        _ => value.AsType.Name,
    };

    /// <summary>One replacement character for each run of octets that are no UTF-8.</summary>
    private static string Text(byte[] bytes)
    {
        var text = new StringBuilder();
        var wasValid = true;
        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
        {
            var isValid =
                Rune.DecodeFromUtf8(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (isValid || wasValid)
                text.Append(rune.ToString());
            wasValid = isValid;
            rest = rest[length..];
        }

        return text.ToString();
    }

    private static CelValue? AppendList(StringBuilder text, CelList list, int depth, ref CelFrame frame)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            if (Append(text, list[i], depth, ref frame) is { } error)
                return error;
        }

        text.Append(']');
        return null;
    }

    private static CelValue? AppendMap(StringBuilder text, CelMap map, int depth, ref CelFrame frame)
    {
        var entries = new List<(string Key, string Value)>();
        for (var i = 0; i < map.Count; i++)
        {
            var (key, value) = (new StringBuilder(), new StringBuilder());
            if ((Append(key, map.KeyAt(i), depth, ref frame)
                ?? Append(value, map.ValueAt(i), depth, ref frame)) is { } error)
                return error;
            entries.Add((key.ToString(), value.ToString()));
        }

        entries.Sort((left, right) => CodePoints.Compare(left.Key, right.Key));
        text.Append('{').AppendJoin(", ", entries.Select(entry => $"{entry.Key}: {entry.Value}")).Append('}');
        return null;
    }
}
