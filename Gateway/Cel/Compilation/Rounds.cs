using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>
/// What a macro runs over: of a list the elements, or places and elements; of a map the keys, or keys and values.
/// </summary>
internal readonly struct Rounds
{
    private readonly CelList? _list;
    private readonly CelMap? _map;
    private readonly int[] _locals;

    public Rounds(CelList list, int[] locals) => (_list, _locals, Count) = (list, locals, list.Count);

    public Rounds(CelMap map, int[] locals) => (_map, _locals, Count) = (map, locals, map.Count);

    public int Count { get; }

    /// <summary>Sets the variables. Gives the key that a map made of it has, and what a filter keeps.</summary>
    public (CelValue Key, CelValue Element) Enter(int index, CelValue[] locals)
    {
        var key = _map?.KeyAt(index) ?? CelValue.Of((long)index);
        var element = _list?[index] ?? key;
        if (_locals.Length == 1)
        {
            locals[_locals[0]] = element;
            return (key, element);
        }

        locals[_locals[0]] = key;
        locals[_locals[1]] = _map?.ValueAt(index) ?? element;
        return (key, element);
    }
}
