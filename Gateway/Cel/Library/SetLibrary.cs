using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Lists as sets, as cel-go documents them.</summary>
internal static class SetLibrary
{
    public static void Add(FunctionSet set)
    {
        set.Global("sets.contains", "list(A), list(B) -> bool",
            (list, other, ref frame) => All(other.AsList, list.AsList, ref frame));
        set.Global("sets.intersects", "list(A), list(B) -> bool",
            (list, other, ref frame) => Any(list.AsList, other.AsList, ref frame));
        set.Global("sets.equivalent", "list(A), list(B) -> bool", (list, other, ref frame) =>
        {
            var forth = All(list.AsList, other.AsList, ref frame);
            return forth.IsTrue ? All(other.AsList, list.AsList, ref frame) : forth;
        });
    }

    private static CelValue All(CelList part, CelList whole, ref CelFrame frame)
    {
        for (var i = 0; i < part.Count; i++)
            if (Lists.Contains(whole, part[i], ref frame) is { IsTrue: false } decided)
                return decided;
        return CelValue.True;
    }

    private static CelValue Any(CelList left, CelList right, ref CelFrame frame)
    {
        for (var i = 0; i < left.Count; i++)
            if (Lists.Contains(right, left[i], ref frame) is { IsFalse: false } decided)
                return decided;
        return CelValue.False;
    }
}
