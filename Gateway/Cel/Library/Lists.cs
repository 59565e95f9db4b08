using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>What several libraries do with lists.</summary>
internal static class Lists
{
    public static CelValue Contains(CelList list, in CelValue value, ref CelFrame frame)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (!CelEquality.AreEqual(list[i], value, ref frame, 0, out var equal))
                return frame.Failure;
            if (equal)
                return CelValue.True;
        }

        return CelValue.False;
    }

    public static CelValue[] ToArray(CelList list, int from, int count)
    {
        var elements = new CelValue[count];
        for (var i = 0; i < count; i++)
            elements[i] = list[from + i];
        return elements;
    }

    public static CelValue Concat(CelList left, CelList right, ref CelFrame frame)
    {
        if (left.Count == 0)
            return CelValue.Of(right);
        if (!frame.Spend(((long)left.Count + right.Count) / 4))
            return frame.Failure;

        var elements = new CelValue[left.Count + right.Count];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = i < left.Count ? left[i] : right[i - left.Count];
        return CelValue.Of(new CelArray(elements));
    }
}
