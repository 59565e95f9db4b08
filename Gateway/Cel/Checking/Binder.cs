using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Checking;

/// <summary>
/// Resolves names and functions, and finds what can never work. Every mistake is told, not only the first; permissive
/// compilation turns them into errors of the evaluation.
/// </summary>
internal sealed partial class Binder(CelEnvironment environment, CelOptions options)
{
    private readonly Scope _scope = new();

    public List<CelDiagnostic> Diagnostics { get; } = [];

    public int Locals => _scope.Size;

    public Bound Bind(Node node) => node switch
    {
        ConstantNode constant => new BoundConstant(constant.Span, CelType.Of(constant.Value), constant.Value),
        NameNode name => Resolve(name) ?? UnknownVariable(name),
        SelectNode select => Resolve(select) ?? UnknownName(select) ?? Select(select),
        HasNode has => Has(has),
        CallNode call => Call(call),
        LogicNode logic => Logic(logic),
        ConditionalNode conditional => Conditional(conditional),
        ListNode list => List(list),
        MapNode map => Map(map),
        MacroNode macro => Macro(macro),
        MessageNode message => Fail(message.Span, $"No message type \"{message.Type}\" is known", null,
            CelErrors.Invalid($"no such type: {message.Type}")),
        _ => throw new InvalidOperationException($"{node.GetType().Name} is no expression."),
    };

    private BoundLogic Logic(LogicNode logic)
    {
        var operands = Array.ConvertAll(logic.Operands, Bind);
        foreach (var operand in operands)
            WantBool(operand, logic.IsAnd ? "&&" : "||");
        return new(logic.Span, logic.IsAnd, operands);
    }

    private BoundConditional Conditional(ConditionalNode node)
    {
        var (condition, then, otherwise) = (Bind(node.Condition), Bind(node.Then), Bind(node.Otherwise));
        WantBool(condition, "?:");
        return new(node.Span, CelType.Join(then.Type, otherwise.Type), condition, then, otherwise);
    }

    private BoundList List(ListNode list)
    {
        var elements = Array.ConvertAll(list.Elements, element => Bind(element.Value));
        var optional = Array.ConvertAll(list.Elements, element => element.IsOptional);
        return new(list.Span, CelType.List(JoinAll(elements, optional)), elements, optional);
    }

    private BoundMap Map(MapNode map)
    {
        var keys = Array.ConvertAll(map.Entries, entry => Bind(entry.Key));
        var values = Array.ConvertAll(map.Entries, entry => Bind(entry.Value));
        var optional = Array.ConvertAll(map.Entries, entry => entry.IsOptional);
        foreach (var key in keys)
            if (key.Type.Kind is not (
                TypeKind.Dyn or TypeKind.String or TypeKind.Int or TypeKind.Uint or TypeKind.Bool))
                Report(key.Span, $"A key of a map cannot be of type {key.Type}");

        var type = CelType.Map(JoinAll(keys, new bool[keys.Length]), JoinAll(values, optional));
        return new(map.Span, type, [.. keys.Zip(values, (key, value) => new[] { key, value }).SelectMany(pair => pair)],
            optional);
    }

    private CelType JoinAll(Bound[] parts, bool[] optional)
    {
        var types = parts.Select((part, index) => optional[index] ? Unwrapped(part) : part.Type).ToArray();
        return types.Length == 0 ? CelType.Dyn : types.Aggregate(CelType.Join);
    }

    private CelType Unwrapped(Bound part)
    {
        if (part.Type.Kind is not (TypeKind.Dyn or TypeKind.Optional))
            Report(part.Span, $"What stands after \"?\" must be optional, and is of type {part.Type}");
        return part.Type.Kind == TypeKind.Optional ? part.Type.Parameters[0] : CelType.Dyn;
    }

    private BoundHas Has(HasNode has)
    {
        var operand = Bind(has.Selected.Operand);
        FieldType(operand.Type, has.Selected);
        return new(has.Span, operand, has.Selected.Field);
    }

    private void WantBool(Bound operand, string symbol)
    {
        if (operand.Type.Kind is not (TypeKind.Bool or TypeKind.Dyn))
            Report(operand.Span, $"\"{symbol}\" needs a bool, and this is of type {operand.Type}");
    }

    private BoundFailure Fail(CelSpan span, string message, string? suggestion, CelValue error)
    {
        Report(span, message, suggestion);
        return new(span, error);
    }

    private void Report(CelSpan span, string message, string? suggestion = null)
    {
        if (!options.Permissive)
            Diagnostics.Add(new(span, message, suggestion));
    }
}
