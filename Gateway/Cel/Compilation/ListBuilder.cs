using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>The lists of <c>map</c>, <c>filter</c> and <c>transformList</c>.</summary>
internal sealed class ListBuilder(ListBuilderKind kind) : IAccumulator
{
    private readonly List<CelValue> _elements = [];
    private CelValue? _error;

    public bool Add(in CelValue key, in CelValue element, in CelValue value)
    {
        if (value.IsError)
            _error = value;
        else if (kind == ListBuilderKind.Map)
            _elements.Add(value);
        else if (value.Kind != CelKind.Bool)
            _error = CelErrors.NotBool;
        else if (value.AsBool)
            _elements.Add(element);
        return _error is not null;
    }

    public CelValue Result(ref CelFrame frame) => _error ?? CelValue.Of([.. _elements]);
}
