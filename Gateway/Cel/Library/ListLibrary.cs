using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>The functions of lists that cel-go documents as an extension.</summary>
internal static class ListLibrary
{
    private const int MaxFlattening = 64;

    public static void Add(FunctionSet set)
    {
        set.MemberMany("slice", "list(A), int, int -> list(A)", (values, ref frame) =>
            Slice(values[0].AsList, values[1].AsInt, values[2].AsInt, ref frame));
        set.Member("flatten", "list(dyn) -> list(dyn)", (list, ref frame) => Flatten(list.AsList, 1, ref frame));
        set.Member("flatten", "list(dyn), int -> list(dyn)",
            (list, depth, ref frame) => Flatten(list.AsList, depth.AsInt, ref frame));
        set.Global("lists.range", "int -> list(int)", (count, ref frame) => Range(count.AsInt, ref frame));
        set.Member("reverse", "list(A) -> list(A)", (list, ref frame) =>
        {
            if (!frame.Spend(list.AsList.Count))
                return frame.Failure;
            var elements = Lists.ToArray(list.AsList, 0, list.AsList.Count);
            Array.Reverse(elements);
            return CelValue.Of(new CelArray(elements));
        });
        set.Member("distinct", "list(A) -> list(A)", (list, ref frame) => Distinct(list.AsList, ref frame));
        set.Member("sort", "list(A) -> list(A)", (list, ref frame) =>
        {
            var elements = Lists.ToArray(list.AsList, 0, list.AsList.Count);
            return Sorting.Sort(elements, [.. elements], ref frame);
        });
    }

    private static CelValue Slice(CelList list, long start, long end, ref CelFrame frame)
    {
        if (start < 0 || start > end)
            return CelErrors.OutOfRange(start);
        if (end > list.Count)
            return CelErrors.OutOfRange(end);

        return frame.Spend(end - start)
            ? CelValue.Of(new CelArray(Lists.ToArray(list, (int)start, (int)(end - start))))
            : frame.Failure;
    }

    private static CelValue Range(long count, ref CelFrame frame)
    {
        if (!frame.Spend(Math.Max(count, 0)))
            return frame.Failure;

        var elements = new CelValue[Math.Max(count, 0)];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = CelValue.Of((long)i);
        return CelValue.Of(new CelArray(elements));
    }

    private static CelValue Flatten(CelList list, long depth, ref CelFrame frame)
    {
        if (depth < 0)
            return CelErrors.Invalid("negative depth");

        var elements = new List<CelValue>();
        return Flatten(list, (int)Math.Min(depth, MaxFlattening), elements, ref frame)
            ? CelValue.Of([.. elements])
            : frame.Failure;
    }

    private static bool Flatten(CelList list, int depth, List<CelValue> elements, ref CelFrame frame)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (!frame.Spend(1))
                return false;

            var element = list[i];
            if (element.Kind != CelKind.List || depth == 0)
                elements.Add(element);
            else if (!Flatten(element.AsList, depth - 1, elements, ref frame))
                return false;
        }

        return true;
    }

    private static CelValue Distinct(CelList list, ref CelFrame frame)
    {
        var elements = new CelValue[list.Count];
        var count = 0;
        for (var i = 0; i < list.Count; i++)
        {
            var known = Lists.Contains(new CelArray(elements, count), list[i], ref frame);
            if (known.IsError)
                return known;
            if (known.IsFalse)
                elements[count++] = list[i];
        }

        return CelValue.Of(new CelArray(elements, count));
    }
}
