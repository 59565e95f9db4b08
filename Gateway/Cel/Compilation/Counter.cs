using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary><c>exists_one</c>: looks at all elements, and any error is its own.</summary>
internal sealed class Counter : IAccumulator
{
    private CelValue _error;
    private bool _hasError;
    private long _count;

    public bool Add(in CelValue key, in CelValue element, in CelValue value)
    {
        _hasError = value.Kind != CelKind.Bool;
        if (_hasError)
            _error = value.IsError ? value : CelErrors.NotBool;
        else if (value.AsBool)
            _count++;
        return _hasError;
    }

    public CelValue Result(ref CelFrame frame) => _hasError ? _error : CelValue.Of(_count == 1);
}
