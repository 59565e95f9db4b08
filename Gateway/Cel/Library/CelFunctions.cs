using System.Collections.Immutable;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>The functions and types that expressions can name. Adding gives a new table.</summary>
internal sealed class CelFunctions
{
    private static readonly Lazy<CelFunctions> LazyStandard = new(() => new CelFunctions(
            ImmutableDictionary<(string, bool), FunctionForms>.Empty, ImmutableDictionary<string, CelTypeName>.Empty)
        .With(OperatorLibrary.Add)
        .With(StandardLibrary.Add)
        .With(ConversionLibrary.Add)
        .With(TimeLibrary.Add)
        .With(StringLibrary.Add)
        .With(OptionalLibrary.Add)
        .With(EncoderLibrary.Add)
        .With(MathLibrary.Add)
        .With(ListLibrary.Add)
        .With(SetLibrary.Add)
        .With(NetworkLibrary.Add));

    private readonly ImmutableDictionary<(string Name, bool IsMember), FunctionForms> _forms;

    private CelFunctions(
        ImmutableDictionary<(string Name, bool IsMember), FunctionForms> forms,
        ImmutableDictionary<string, CelTypeName> types) =>
        (_forms, Types) = (forms, types);

    /// <summary>The standard library and all extensions that this project implements.</summary>
    public static CelFunctions Standard => LazyStandard.Value;

    /// <summary>Types that are values under their names.</summary>
    public ImmutableDictionary<string, CelTypeName> Types { get; }

    /// <summary>The names that people can write.</summary>
    public IEnumerable<string> Names(bool isMember) =>
        from form in _forms.Values
        where form.IsMember == isMember && char.IsAsciiLetter(form.Name[0])
        select form.Name;

    public FunctionForms? Find(string name, bool isMember) => _forms.GetValueOrDefault((name, isMember));

    public CelFunctions With(Action<FunctionSet> add)
    {
        var set = new FunctionSet();
        add(set);
        var forms = _forms.ToBuilder();
        foreach (var (name, isMember, overload) in set.Overloads)
        {
            var known = forms.GetValueOrDefault((name, isMember), new(name, isMember, []));
            forms[(name, isMember)] = known with { Overloads = known.Overloads.Add(overload) };
        }

        return new(forms.ToImmutable(), Types.AddRange(set.Types.Select(type => KeyValuePair.Create(type.Name, type))));
    }
}
