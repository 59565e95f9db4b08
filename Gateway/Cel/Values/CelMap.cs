namespace McpAspire.Gateway.Cel.Values;

/// <summary>A map. Keys that are equal as numbers are the same key, whatever their types.</summary>
internal abstract class CelMap
{
    public abstract int Count { get; }

    public abstract CelValue KeyAt(int index);

    public abstract CelValue ValueAt(int index);

    /// <summary>The error of a field that is absent.</summary>
    public virtual CelValue Missing(string key) => CelErrors.NoSuchKey(key);

    /// <summary>Selects a field, which is what rules do nearly always.</summary>
    public abstract bool TryGet(string key, out CelValue value);

    /// <summary>Finds by a key of any type; one that no map can have is in none.</summary>
    public abstract bool TryGet(in CelValue key, out CelValue value);
}
