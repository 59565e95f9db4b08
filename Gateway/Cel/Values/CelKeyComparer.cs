namespace McpAspire.Gateway.Cel.Values;

/// <summary>Keys of maps: numbers that are equal are the same key, all else only by type and value.</summary>
internal sealed class CelKeyComparer : IEqualityComparer<CelValue>
{
    public static readonly CelKeyComparer Instance = new();

    public static bool AreSame(in CelValue left, in CelValue right)
    {
        if (left.Kind == CelKind.String && right.Kind == CelKind.String)
            return left.AsString == right.AsString;

        return left.IsNumber && right.IsNumber
            ? Whole(left) is { } one && Whole(right) is { } other && one == other
            : left.Kind == CelKind.Bool && right.Kind == CelKind.Bool && left.AsBool == right.AsBool;
    }

    public bool Equals(CelValue x, CelValue y) => AreSame(x, y);

    public int GetHashCode(CelValue obj) => obj.Kind switch
    {
        CelKind.String => obj.AsString.GetHashCode(),
        // With the seed of the process, so that nobody can choose keys that collide.
        CelKind.Int or CelKind.Uint or CelKind.Double => HashCode.Combine(Whole(obj)),
        _ => obj.AsBool ? 1 : 0,
    };

    /// <summary>The integer that a number is, or null.</summary>
    private static Int128? Whole(in CelValue number) => number.Kind switch
    {
        CelKind.Int => number.AsInt,
        CelKind.Uint => number.AsUint,
        _ when Math.Abs(number.AsDouble) < 1e19 && Math.Truncate(number.AsDouble) == number.AsDouble =>
            (Int128)number.AsDouble,
        _ => null,
    };
}
