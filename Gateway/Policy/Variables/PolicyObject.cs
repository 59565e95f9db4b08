using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>A variable with fields of fixed names, each made when it is read; some may be absent.</summary>
internal abstract class PolicyObject : CelObject
{
    /// <summary>All fields that there can be.</summary>
    protected abstract ReadOnlySpan<string> Fields { get; }

    public sealed override int Count
    {
        get
        {
            var count = 0;
            foreach (var name in Fields)
                count += TryGet(name, out _) ? 1 : 0;
            return count;
        }
    }

    public sealed override CelValue KeyAt(int index)
    {
        foreach (var name in Fields)
        {
            if (TryGet(name, out _) && index-- == 0)
                return CelValue.Of(name);
        }

        return CelErrors.OutOfRange(index);
    }

    public abstract override bool TryGet(string key, out CelValue value);

    /// <summary>A field that there is.</summary>
    protected static bool Is(CelValue it, out CelValue value)
    {
        value = it;
        return true;
    }

    /// <summary>A field that is absent where it has no value.</summary>
    protected static bool Is(string? it, out CelValue value)
    {
        value = it is null ? default : CelValue.Of(it);
        return it is not null;
    }

    protected static bool IsAbsent(out CelValue value)
    {
        value = default;
        return false;
    }

    protected static CelValue List(IEnumerable<string> items) =>
        CelValue.Of([.. items.Select(CelValue.Of)]);
}
