using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>
/// Collects the functions of a library. A signature names the types: <c>"list(A), A -> bool"</c>; the first of a
/// member is what it is called on. Arguments of other types never reach the implementation.
/// </summary>
internal sealed class FunctionSet
{
    public List<(string Name, bool IsMember, Overload Overload)> Overloads { get; } = [];

    public List<CelTypeName> Types { get; } = [];

    public void Type(CelTypeName type) => Types.Add(type);

    public void Global(string name, string signature, UnaryFunction function) =>
        Add(name, false, new(signature, function));

    public void Global(string name, string signature, BinaryFunction function) =>
        Add(name, false, new(signature, function));

    public void GlobalMany(string name, string signature, CelFunction function) =>
        Add(name, false, new(signature, function));

    public void Member(string name, string signature, UnaryFunction function) =>
        Add(name, true, new(signature, function));

    public void Member(string name, string signature, BinaryFunction function) =>
        Add(name, true, new(signature, function));

    public void MemberMany(string name, string signature, CelFunction function) =>
        Add(name, true, new(signature, function));

    public void Variadic(string name, string signature, CelFunction function) =>
        Add(name, false, new(signature, function, isVariadic: true));

    /// <summary>A function of which the implementation itself tells the types apart.</summary>
    public void Operator(string name, Delegate function, params ReadOnlySpan<string> signatures)
    {
        foreach (var signature in signatures)
            Add(name, false, new(signature, function, isGuarded: false));
    }

    private void Add(string name, bool isMember, Overload overload) => Overloads.Add((name, isMember, overload));
}
