using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Explaining;

/// <summary>The values that the parts of an expression had; of a part that ran many times the last.</summary>
internal sealed class CelTrace(int parts)
{
    private readonly (CelValue Value, int Count)[] _values = new (CelValue, int)[parts];

    public void Record(int part, in CelValue value) => _values[part] = (value, _values[part].Count + 1);

    public CelValue ValueOf(int part) => _values[part].Value;

    public int CountOf(int part) => _values[part].Count;
}
