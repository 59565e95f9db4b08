using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Patterns;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>The functions of the standard library on strings, lists and maps, and the types as values.</summary>
internal static class StandardLibrary
{
    public static void Add(FunctionSet set)
    {
        CelTypeName[] types =
        [
            CelTypeName.Bool, CelTypeName.Int, CelTypeName.Uint, CelTypeName.Double, CelTypeName.String,
            CelTypeName.Bytes, CelTypeName.List, CelTypeName.Map, CelTypeName.Null, CelTypeName.Type,
            CelTypeName.Timestamp, CelTypeName.Duration, CelTypeName.Optional,
        ];
        foreach (var type in types)
            set.Type(type);

        foreach (var sized in new[] { "string -> int", "bytes -> int", "list(A) -> int", "map(A, B) -> int" })
        {
            set.Global("size", sized, Size);
            set.Member("size", sized, Size);
        }

        set.Member("startsWith", "string, string -> bool",
            (text, prefix, ref _) => CelValue.Of(text.AsString.StartsWith(prefix.AsString, StringComparison.Ordinal)));
        set.Member("endsWith", "string, string -> bool",
            (text, suffix, ref _) => CelValue.Of(text.AsString.EndsWith(suffix.AsString, StringComparison.Ordinal)));
        set.Member("contains", "string, string -> bool",
            (text, part, ref _) => CelValue.Of(Search.IndexOf(text.AsString, part.AsString, 0) >= 0));
        set.Member("matches", "string, string -> bool", Matches);
        set.Global("matches", "string, string -> bool", Matches);
    }

    /// <summary>
    /// <c>list.contains(x)</c>, which the language writes <c>x in list</c>. It is no part of the language, but what
    /// people write who think of strings.
    /// </summary>
    public static void AddListContains(FunctionSet set) =>
        set.Member("contains", "list(A), A -> bool",
            (list, value, ref frame) => Lists.Contains(list.AsList, value, ref frame));

    private static CelValue Size(CelValue value, ref CelFrame frame) => value.Kind switch
    {
        CelKind.String => CelValue.Of((long)CodePoints.Count(value.AsString)),
        CelKind.Bytes => CelValue.Of((long)value.AsBytes.Length),
        CelKind.List => CelValue.Of((long)value.AsList.Count),
        _ => CelValue.Of((long)value.AsMap.Count),
    };

    /// <summary>With a pattern that is only known now; constant ones are compiled with the expression.</summary>
    private static CelValue Matches(CelValue text, CelValue pattern, ref CelFrame frame) =>
        frame.Spend(CelPattern.CompilationCost)
            ? CelPattern.Compile(pattern.AsString).Matches(text.AsString, ref frame)
            : frame.Failure;
}
