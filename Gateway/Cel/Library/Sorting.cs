using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Sorts; what has no order with the others is an error.</summary>
internal static class Sorting
{
    public static CelValue Sort(CelValue[] elements, CelValue[] keys, ref CelFrame frame)
    {
        var count = keys.Length;
        if (!frame.Spend(count * (1 + (long)Math.Log2(count + 1))))
            return frame.Failure;

        foreach (var key in keys)
            if (CelOrder.Of(keys[0], key) is null || keys[0].Kind != key.Kind)
                return key.IsError ? key : CelErrors.Make(CelErrorCode.NoSuchOverload, "the elements have no order");

        var order = Enumerable.Range(0, count).OrderBy(index => keys[index], Comparer<CelValue>.Create(Compare));
        return CelValue.Of([.. order.Select(index => elements[index])]);
    }

    /// <summary>A NaN must stand somewhere: the runtime puts it before all numbers.</summary>
    private static int Compare(CelValue left, CelValue right) =>
        left.Kind == CelKind.Double
            ? left.AsDouble.CompareTo(right.AsDouble)
            : CelOrder.Of(left, right).GetValueOrDefault();
}
