namespace McpAspire.Gateway.Cel.Values;

/// <summary>A list whose elements are there already. The array belongs to it from then on.</summary>
internal sealed class CelArray(CelValue[] elements, int count) : CelList
{
    public static readonly CelValue Empty = CelValue.Of(new CelArray([]));

    public CelArray(CelValue[] elements)
        : this(elements, elements.Length)
    {
    }

    public override int Count => count;

    public override CelValue this[int index] => elements[index];
}
