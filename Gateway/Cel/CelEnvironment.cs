using System.Collections.Frozen;
using System.Collections.Immutable;
using McpAspire.Gateway.Cel.Library;

namespace McpAspire.Gateway.Cel;

/// <summary>
/// What an expression can name. The variables are read by their place in the list, so an activation belongs to an
/// environment.
/// </summary>
internal sealed class CelEnvironment
{
    private readonly FrozenDictionary<string, int> _slots;

    public CelEnvironment(IEnumerable<CelVariable> variables, CelFunctions? functions = null, string container = "")
    {
        (Variables, Functions, Container) = ([.. variables], functions ?? CelFunctions.Standard, container);
        _slots = Variables
            .Select((variable, slot) => KeyValuePair.Create(variable.Name, slot))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    public ImmutableArray<CelVariable> Variables { get; }

    public CelFunctions Functions { get; }

    /// <summary>The namespace in which names are looked for first (langdef, Name Resolution).</summary>
    public string Container { get; }

    /// <summary>The place of a variable, or -1.</summary>
    public int Slot(string name) => _slots.GetValueOrDefault(name, -1);

    /// <summary>The full names that a name may stand for, the most specific first.</summary>
    public IEnumerable<string> Candidates(string name, bool isRooted)
    {
        for (var container = isRooted ? "" : Container; container.Length > 0;)
        {
            yield return $"{container}.{name}";
            var dot = container.LastIndexOf('.');
            container = dot < 0 ? "" : container[..dot];
        }

        yield return name;
    }
}
