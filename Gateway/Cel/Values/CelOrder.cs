namespace McpAspire.Gateway.Cel.Values;

/// <summary>The order of values (langdef, Ordering): within a type, and across the three types of numbers.</summary>
internal static class CelOrder
{
    /// <summary>What a comparison with NaN gives: neither less, nor equal, nor greater.</summary>
    public const int Unordered = 2;

    /// <summary>-1, 0, 1 or <see cref="Unordered"/>; null where the types have no order.</summary>
    public static int? Of(in CelValue left, in CelValue right)
    {
        if (left.IsNumber && right.IsNumber)
            return OfNumbers(left, right);
        if (left.Kind != right.Kind)
            return null;

        return left.Kind switch
        {
            CelKind.Bool => left.AsBool.CompareTo(right.AsBool),
            CelKind.String => CodePoints.Compare(left.AsString, right.AsString),
            CelKind.Bytes => Math.Sign(left.AsBytes.AsSpan().SequenceCompareTo(right.AsBytes)),
            CelKind.Timestamp or CelKind.Duration => left.AsTime.CompareTo(right.AsTime),
            _ => null,
        };
    }

    /// <summary>
    /// Whole numbers exactly; a double with a whole number as doubles, with the loss that this may be.
    /// </summary>
    public static int OfNumbers(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.AsInt.CompareTo(right.AsInt),
        (CelKind.Uint, CelKind.Uint) => left.AsUint.CompareTo(right.AsUint),
        (CelKind.Int, CelKind.Uint) => left.AsInt < 0 ? -1 : ((ulong)left.AsInt).CompareTo(right.AsUint),
        (CelKind.Uint, CelKind.Int) => right.AsInt < 0 ? 1 : left.AsUint.CompareTo((ulong)right.AsInt),
        _ => OfDoubles(ToDouble(left), ToDouble(right)),
    };

    public static double ToDouble(in CelValue number) => number.Kind switch
    {
        CelKind.Int => number.AsInt,
        CelKind.Uint => number.AsUint,
        _ => number.AsDouble,
    };

    private static int OfDoubles(double left, double right) =>
        left < right ? -1 : left > right ? 1 : double.IsNaN(left) || double.IsNaN(right) ? Unordered : 0;
}
