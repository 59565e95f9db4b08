namespace McpAspire.Gateway.Cel.Values;

/// <summary>A list. Its elements may be made when they are asked for; they must be the same each time.</summary>
internal abstract class CelList
{
    public abstract int Count { get; }

    public abstract CelValue this[int index] { get; }
}
