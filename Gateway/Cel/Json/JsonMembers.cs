using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Json;

/// <summary>The members of a JSON object, in their order.</summary>
internal sealed class JsonMembers
{
    public List<string> Names { get; } = [];

    public Dictionary<string, CelValue> Values { get; } = new(StringComparer.Ordinal);

    public void Add(string name, CelValue value)
    {
        if (Values.TryAdd(name, value))
            Names.Add(name);
        else
            Values[name] = CelErrors.Malformed;
    }

    /// <summary>The object is not well-formed somewhere: nothing of it counts.</summary>
    public void Spoil()
    {
        foreach (var name in Names)
            Values[name] = CelErrors.Malformed;
    }
}
