using McpAspire.Gateway.Cel.Library;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary><c>sortBy</c>: the elements in the order of what was computed of them.</summary>
internal sealed class Sorter : IAccumulator
{
    private readonly List<CelValue> _elements = [];
    private readonly List<CelValue> _keys = [];
    private CelValue? _error;

    public bool Add(in CelValue key, in CelValue element, in CelValue value)
    {
        if (value.IsError)
            _error = value;
        _elements.Add(element);
        _keys.Add(value);
        return _error is not null;
    }

    public CelValue Result(ref CelFrame frame) => _error ?? Sorting.Sort([.. _elements], [.. _keys], ref frame);
}
