namespace McpAspire.Gateway.Cel.Values;

/// <summary>
/// A map that an expression wrote or a caller filled: in the order of its entries, with an index where it is large.
/// </summary>
internal sealed class CelTable : CelMap
{
    public static readonly CelValue Empty = CelValue.Of(new CelTable());

    /// <summary>Up to here looking at each key is quicker than an index.</summary>
    private const int SmallCount = 6;

    private readonly List<KeyValuePair<CelValue, CelValue>> _entries = [];
    private Dictionary<CelValue, int>? _index;

    public override int Count => _entries.Count;

    /// <summary>
    /// Adds while the map is being made. An error if the key is there already, or no map can have it.
    /// </summary>
    public CelValue? Add(in CelValue key, in CelValue value)
    {
        if (key.IsError)
            return key;
        if (key.Kind is not (CelKind.String or CelKind.Int or CelKind.Uint or CelKind.Bool))
            return CelErrors.Invalid($"unsupported key type: {CelTypeName.Of(key).Name}");
        if (Find(key) >= 0)
            return CelErrors.Invalid($"repeated key: {ValueText.Of(key)}");

        _entries.Add(new(key, value));
        if (_index is not null)
            _index.Add(key, _entries.Count - 1);
        else if (_entries.Count > SmallCount)
            _index = Index();
        return null;
    }

    public override CelValue KeyAt(int index) => _entries[index].Key;

    public override CelValue ValueAt(int index) => _entries[index].Value;

    public override bool TryGet(string key, out CelValue value) => TryGet(CelValue.Of(key), out value);

    public override bool TryGet(in CelValue key, out CelValue value)
    {
        var index = Find(key);
        value = index < 0 ? default : _entries[index].Value;
        return index >= 0;
    }

    private int Find(in CelValue key)
    {
        if (_index is not null)
            return _index.TryGetValue(key, out var index) ? index : -1;

        for (var i = 0; i < _entries.Count; i++)
            if (CelKeyComparer.AreSame(_entries[i].Key, key))
                return i;
        return -1;
    }

    private Dictionary<CelValue, int> Index()
    {
        var index = new Dictionary<CelValue, int>(CelKeyComparer.Instance);
        for (var i = 0; i < _entries.Count; i++)
            index.Add(_entries[i].Key, i);
        return index;
    }
}
