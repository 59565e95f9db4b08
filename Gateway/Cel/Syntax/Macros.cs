using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>Tells macros from calls: by name, style and number of arguments alone (langdef, Macros).</summary>
internal static class Macros
{
    /// <summary>The names, for suggestions.</summary>
    public static readonly string[] Names =
    [
        "all", "exists", "exists_one", "existsOne", "map", "filter", "has", "transformList", "transformMap",
        "transformMapEntry", "sortBy", "optMap", "optFlatMap",
    ];

    public static Node? Expand(CelOptions options, CelSpan span, Node? target, Token name, Node[] arguments)
    {
        if (!options.Macros)
            return null;
        if (target is null)
            return name.Text == "has" && arguments.Length == 1 ? Has(span, arguments[0]) : null;
        if (target is NameNode { Name: "cel" })
            return OfCel(span, name.Text, arguments);

        return Find(name.Text, arguments.Length) is var (kind, variables)
            ? new MacroNode(span, kind, target, Variables(arguments[..variables]), arguments[variables..])
            : null;
    }

    private static (MacroKind Kind, int Variables)? Find(string name, int arguments) => (name, arguments) switch
    {
        ("all", 2 or 3) => (MacroKind.All, arguments - 1),
        ("exists", 2 or 3) => (MacroKind.Exists, arguments - 1),
        ("exists_one" or "existsOne", 2 or 3) => (MacroKind.ExistsOne, arguments - 1),
        ("map", 2 or 3) => (MacroKind.Map, 1),
        ("filter", 2) => (MacroKind.Filter, 1),
        ("transformList", 3 or 4) => (MacroKind.TransformList, 2),
        ("transformMap", 3 or 4) => (MacroKind.TransformMap, 2),
        ("transformMapEntry", 3 or 4) => (MacroKind.TransformMapEntry, 2),
        ("sortBy", 2) => (MacroKind.SortBy, 1),
        ("optMap", 2) => (MacroKind.OptMap, 1),
        ("optFlatMap", 2) => (MacroKind.OptFlatMap, 1),
        _ => null,
    };

    /// <summary>
    /// <c>cel.bind</c>, and <c>cel.block</c> with the names of what it computes once, which optimizers write.
    /// </summary>
    private static Node? OfCel(CelSpan span, string name, Node[] arguments) => (name, arguments) switch
    {
        ("bind", [var variable, var value, var body]) =>
            new MacroNode(span, MacroKind.Bind, value, [Variable(variable)], [body]),
        ("block", [ListNode values, var body]) => values.Elements.Index().Reverse().Aggregate(
            body,
            (inner, part) => new MacroNode(span, MacroKind.Bind, part.Item.Value, [$"@index{part.Index}"], [inner])),
        ("index", [ConstantNode { Value.Kind: CelKind.Int } index]) => Hidden(span, name, index),
        ("iterVar" or "accuVar", [ConstantNode depth, ConstantNode index])
            when depth.Value.Kind == CelKind.Int && index.Value.Kind == CelKind.Int => Hidden(span, name, depth, index),
        _ => null,
    };

    /// <summary>A variable that nobody can write.</summary>
    private static NameNode Hidden(CelSpan span, string name, params ConstantNode[] numbers) =>
        new(span, $"@{name}{string.Join(':', numbers.Select(number => number.Value.AsInt))}", IsRooted: false);

    private static HasNode Has(CelSpan span, Node argument) =>
        argument is SelectNode { IsOptional: false } select
            ? new HasNode(span, select)
            : throw new SyntaxFault(argument.Span, "has() needs a field: has(a.b)");

    private static string[] Variables(Node[] arguments)
    {
        var names = Array.ConvertAll(arguments, Variable);
        if (names.Length == 2 && names[0] == names[1])
            throw new SyntaxFault(arguments[1].Span, "The two variables of a macro need different names");

        return names;
    }

    private static string Variable(Node argument) =>
        argument is NameNode { IsRooted: false } name
            ? name.Name
            : throw new SyntaxFault(argument.Span, "Here a macro names its variable, which is a simple name");
}
