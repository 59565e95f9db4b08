using McpAspire.Gateway.Cel.Compilation;

namespace McpAspire.Gateway.Cel.Values;

/// <summary>
/// Equality at run time (langdef, Equality): total, with all numbers on one line, and false between other types. A
/// list or a map that is shared many times is compared as often, so the comparison is paid for.
/// </summary>
internal static class CelEquality
{
    /// <summary>
    /// No value of the language can be nested deeper by an expression that compiles; JSON cannot either.
    /// </summary>
    private const int MaxDepth = 300;

    public static CelValue Compare(in CelValue left, in CelValue right, ref CelFrame frame) =>
        AreEqual(left, right, ref frame, 0, out var equal) ? CelValue.Of(equal) : frame.Failure;

    /// <summary>False when the budget is used up.</summary>
    public static bool AreEqual(in CelValue left, in CelValue right, ref CelFrame frame, int depth, out bool equal)
    {
        equal = false;
        if (left.Kind is CelKind.List or CelKind.Map or CelKind.Optional && left.Kind == right.Kind)
            return AreParts(left, right, ref frame, depth + 1, out equal);

        equal = AreScalars(left, right);
        return frame.Spend(1 + CelCost.Of(left));
    }

    public static bool AreScalars(in CelValue left, in CelValue right)
    {
        if (left.Kind != right.Kind)
            return left.IsNumber && right.IsNumber && CelOrder.OfNumbers(left, right) == 0;

        return left.Kind switch
        {
            CelKind.Null => true,
            CelKind.Bool or CelKind.Int or CelKind.Uint => left.AsInt == right.AsInt,
            // Not Equals: a NaN is not equal to itself.
            CelKind.Double => left.AsDouble == right.AsDouble,
            CelKind.String => left.AsString == right.AsString,
            CelKind.Bytes => left.AsBytes.AsSpan().SequenceEqual(right.AsBytes),
            CelKind.Timestamp or CelKind.Duration => left.AsTime == right.AsTime,
            CelKind.Type => left.AsType == right.AsType,
            CelKind.Opaque => left.AsOpaque.Equals(right.AsOpaque),
            _ => false,
        };
    }

    private static bool AreParts(
        in CelValue left, in CelValue right, ref CelFrame frame, int depth, out bool equal)
    {
        equal = false;
        if (depth > MaxDepth)
            return frame.Fail(CelErrors.TooDeep);

        return left.Kind switch
        {
            CelKind.List => AreLists(left.AsList, right.AsList, ref frame, depth, out equal),
            CelKind.Map => AreMaps(left.AsMap, right.AsMap, ref frame, depth, out equal),
            _ => AreOptionals(left.AsOptional, right.AsOptional, ref frame, depth, out equal),
        };
    }

    private static bool AreLists(CelList left, CelList right, ref CelFrame frame, int depth, out bool equal)
    {
        equal = left.Count == right.Count;
        for (var i = 0; equal && i < left.Count; i++)
            if (!AreEqual(left[i], right[i], ref frame, depth, out equal))
                return false;
        return frame.Spend(1);
    }

    private static bool AreMaps(CelMap left, CelMap right, ref CelFrame frame, int depth, out bool equal)
    {
        equal = left.Count == right.Count;
        for (var i = 0; equal && i < left.Count; i++)
        {
            equal = right.TryGet(left.KeyAt(i), out var other);
            if (equal && !AreEqual(left.ValueAt(i), other, ref frame, depth, out equal))
                return false;
        }

        return frame.Spend(1);
    }

    private static bool AreOptionals(
        CelOptional left, CelOptional right, ref CelFrame frame, int depth, out bool equal)
    {
        equal = left.HasValue == right.HasValue;
        return !equal || !left.HasValue || AreEqual(left.Value, right.Value, ref frame, depth, out equal);
    }
}
