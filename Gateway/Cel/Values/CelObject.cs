namespace McpAspire.Gateway.Cel.Values;

/// <summary>
/// A map with names for keys over something that a caller holds anyway: a request, a token. What is absent is left
/// out of <see cref="CelMap.KeyAt"/> too.
/// </summary>
internal abstract class CelObject : CelMap
{
    public override CelValue ValueAt(int index) =>
        TryGet(KeyAt(index).AsString, out var value) ? value : CelErrors.Malformed;

    public override bool TryGet(in CelValue key, out CelValue value)
    {
        if (key.Kind == CelKind.String)
            return TryGet(key.AsString, out value);

        value = default;
        return false;
    }
}
