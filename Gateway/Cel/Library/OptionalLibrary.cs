using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Optionals, as cel-go documents them.</summary>
internal static class OptionalLibrary
{
    public static void Add(FunctionSet set)
    {
        set.Global("optional.of", "A -> optional(A)", (value, ref _) => CelOptional.Of(value));
        set.GlobalMany("optional.none", " -> optional(dyn)", (_, ref _) => CelOptional.None);
        set.Global("optional.ofNonZeroValue", "A -> optional(A)",
            (value, ref _) => IsZero(value) ? CelOptional.None : CelOptional.Of(value));
        set.Member("hasValue", "optional(A) -> bool", (value, ref _) => CelValue.Of(value.AsOptional.HasValue));
        set.Member("value", "optional(A) -> A",
            (value, ref _) => value.AsOptional.HasValue ? value.AsOptional.Value : CelErrors.NoValue);
        // The compiler has its own form of these two, which computes the alternative only where it is needed.
        set.Member("or", "optional(A), optional(A) -> optional(A)",
            (value, other, ref _) => value.AsOptional.HasValue ? value : other);
        set.Member("orValue", "optional(A), A -> A",
            (value, other, ref _) => value.AsOptional.HasValue ? value.AsOptional.Value : other);

        set.Global("optional.unwrap", "list(optional(A)) -> list(A)", Unwrap);
        set.Member("unwrapOpt", "list(optional(A)) -> list(A)", Unwrap);
        set.Member("first", "list(A) -> optional(A)",
            (list, ref _) => list.AsList.Count == 0 ? CelOptional.None : CelOptional.Of(list.AsList[0]));
        set.Member("last", "list(A) -> optional(A)",
            (list, ref _) => list.AsList.Count == 0 ? CelOptional.None : CelOptional.Of(list.AsList[^1]));
    }

    private static bool IsZero(in CelValue value) => value.Kind switch
    {
        CelKind.Null => true,
        CelKind.Bool => !value.AsBool,
        CelKind.Int or CelKind.Uint => value.AsInt == 0,
        CelKind.Double => value.AsDouble == 0,
        CelKind.String => value.AsString.Length == 0,
        CelKind.Bytes => value.AsBytes.Length == 0,
        CelKind.List => value.AsList.Count == 0,
        CelKind.Map => value.AsMap.Count == 0,
        CelKind.Duration => value.AsTime == default,
        CelKind.Timestamp => value.AsTime == new CelTime(CelTime.MinSeconds, 0),
        CelKind.Optional => !value.AsOptional.HasValue,
        _ => false,
    };

    private static CelValue Unwrap(CelValue list, ref CelFrame frame)
    {
        if (!frame.Spend(list.AsList.Count))
            return frame.Failure;

        var values = new List<CelValue>();
        for (var i = 0; i < list.AsList.Count; i++)
        {
            var element = list.AsList[i];
            if (element.Kind != CelKind.Optional)
                return CelErrors.NoSuchOverload;
            if (element.AsOptional.HasValue)
                values.Add(element.AsOptional.Value);
        }

        return CelValue.Of([.. values]);
    }
}
