using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>
/// <c>all</c> is a row of <c>&amp;&amp;</c> and <c>exists</c> one of <c>||</c>: one element decides over the errors
/// of others.
/// </summary>
internal sealed class Quantifier(bool isAll) : IAccumulator
{
    private CelValue _result = CelValue.Of(isAll);

    public bool Add(in CelValue key, in CelValue element, in CelValue value)
    {
        if (value.Kind == CelKind.Bool)
        {
            if (value.AsBool == isAll)
                return false;
            _result = value;
            return true;
        }

        if (!_result.IsError)
            _result = value.IsError ? value : CelErrors.NotBool;
        return false;
    }

    public CelValue Result(ref CelFrame frame) => _result;
}
