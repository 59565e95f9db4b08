using System.Text.Json;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel.Conformance;

/// <summary>Values as the cases write them, and whether one is exactly another: of the same type, to the bit.</summary>
internal static class ConformanceValue
{
    public static CelValue Read(JsonElement element)
    {
        var member = element.EnumerateObject().First();
        var value = member.Value;
        return member.Name switch
        {
            "null" => CelValue.Null,
            "bool" => CelValue.Of(value.GetBoolean()),
            "int" => CelValue.Of(value.GetInt64()),
            "uint" => CelValue.Of(value.GetUInt64()),
            "double" => CelValue.Of(Double(value)),
            "string" => CelValue.Of(value.GetString()!),
            "bytes" => CelValue.Of(value.GetBytesFromBase64()),
            "list" => CelValue.Of([.. value.EnumerateArray().Select(Read)]),
            "map" => Map(value),
            "type" => CelValue.Of(new CelTypeName(value.GetString()!)),
            "timestamp" => CelValue.Timestamp(Time(value)),
            "duration" => CelValue.Duration(Time(value)),
            _ => throw new NotSupportedException($"A value of kind {member.Name}"),
        };
    }

    public static bool AreIdentical(CelValue left, CelValue right)
    {
        if (left.Kind != right.Kind)
            return false;

        return left.Kind switch
        {
            CelKind.Double => double.IsNaN(left.AsDouble) ? double.IsNaN(right.AsDouble) : left.AsInt == right.AsInt,
            CelKind.List => left.AsList.Count == right.AsList.Count
                && Enumerable.Range(0, left.AsList.Count).All(i => AreIdentical(left.AsList[i], right.AsList[i])),
            CelKind.Map => left.AsMap.Count == right.AsMap.Count && Enumerable.Range(0, left.AsMap.Count)
                .All(i => HasEntry(right.AsMap, left.AsMap.KeyAt(i), left.AsMap.ValueAt(i))),
            _ => CelEquality.AreScalars(left, right),
        };
    }

    private static bool HasEntry(CelMap map, CelValue key, CelValue value) =>
        Enumerable.Range(0, map.Count).Any(i => AreIdentical(map.KeyAt(i), key) && AreIdentical(map.ValueAt(i), value));

    private static CelValue Map(JsonElement entries)
    {
        var table = new CelTable();
        foreach (var entry in entries.EnumerateArray())
            Assert.Null(table.Add(Read(entry.GetProperty("key")), Read(entry.GetProperty("value"))));
        return CelValue.Of(table);
    }

    private static double Double(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : value.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.NaN,
        };

    private static CelTime Time(JsonElement value) =>
        CelTime.OfNanos(((Int128)Number(value, "seconds") * 1_000_000_000) + Number(value, "nanos"));

    private static long Number(JsonElement value, string name) =>
        value.TryGetProperty(name, out var number) ? number.GetInt64() : 0;
}
