using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>
/// The maps of <c>transformMap</c>, which keeps the keys, and <c>transformMapEntry</c>, which makes them too.
/// </summary>
internal sealed class MapBuilder(bool isEntry) : IAccumulator
{
    private readonly CelTable _table = new();
    private CelValue? _error;

    public bool Add(in CelValue key, in CelValue element, in CelValue value)
    {
        if (value.IsError)
            _error = value;
        else if (!isEntry)
            _error = _table.Add(key, value);
        else if (value.Kind != CelKind.Map)
            _error = CelErrors.NoSuchOverload;
        else
            AddAll(value.AsMap);
        return _error is not null;
    }

    public CelValue Result(ref CelFrame frame) => _error ?? CelValue.Of(_table);

    private void AddAll(CelMap entries)
    {
        for (var i = 0; i < entries.Count && _error is null; i++)
            _error = _table.Add(entries.KeyAt(i), entries.ValueAt(i));
    }
}
