using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Checking;

/// <content>What a name stands for (langdef, Name Resolution).</content>
internal sealed partial class Binder
{
    /// <summary>The whole of a name with dots as a variable or a type; null where it is none, or no name.</summary>
    private Bound? Resolve(Node node)
    {
        if (Qualified(node) is not var (first, name))
            return null;
        if (!first.IsRooted && _scope.Find(first.Name) is >= 0 and var local)
            return node is NameNode ? new BoundLocal(node.Span, _scope.TypeOf(local), local) : null;

        foreach (var candidate in environment.Candidates(name, first.IsRooted))
        {
            if (environment.Slot(candidate) is >= 0 and var slot)
                return new BoundVariable(node.Span, environment.Variables[slot].Type, slot, candidate);
            if (environment.Functions.Types.TryGetValue(candidate, out var type))
                return new BoundConstant(node.Span, CelType.Type, CelValue.Of(type));
        }

        return null;
    }

    private static (NameNode First, string Name)? Qualified(Node node) => node switch
    {
        NameNode name => (name, name.Name),
        SelectNode { IsOptional: false } select when Qualified(select.Operand) is var (first, name) =>
            (first, $"{name}.{select.Field}"),
        _ => null,
    };

    private Bound UnknownVariable(NameNode name)
    {
        var roots = environment.Variables.Select(variable => variable.Name.Split('.')[0]).Distinct();
        var isFunction = environment.Functions.Find(name.Name, isMember: false) is not null;
        var suggestion = Suggestion.Among(roots, name.Name)
            ?? (isFunction ? $"{name.Name}() is a function." : Known(roots));
        return Fail(name.Span, $"Unknown variable \"{name.Name}\"", suggestion, CelErrors.Unbound(name.Name));
    }

    /// <summary>A name with dots where only variables with dots begin like it, so that no part of it is a field.</summary>
    private BoundFailure? UnknownName(SelectNode select)
    {
        if (Qualified(select) is not var (first, name) || _scope.Find(first.Name) >= 0)
            return null;
        for (var part = select.Operand; part is not null; part = (part as SelectNode)?.Operand)
            if (Resolve(part) is not null)
                return null;

        var names = environment.Variables.Select(variable => variable.Name).ToArray();
        return names.Any(known => known.StartsWith(first.Name + ".", StringComparison.Ordinal))
            ? Fail(select.Span, $"Unknown variable \"{name}\"", Suggestion.Among(names, name), CelErrors.Unbound(name))
            : null;
    }

    private static string? Known(IEnumerable<string> roots)
    {
        var known = roots.Order(StringComparer.Ordinal).ToArray();
        return known.Length is > 0 and <= 12 ? $"There are {string.Join(", ", known)}." : null;
    }

    private Bound Select(SelectNode select)
    {
        var operand = Bind(select.Operand);
        if (operand is BoundFailure)
            return operand;

        var type = FieldType(operand.Type, select);
        return new BoundSelect(
            select.Span, select.IsOptional && type.Kind != TypeKind.Optional ? CelType.Optional(type) : type, operand,
            select.Field, select.IsOptional);
    }

    /// <summary>The type of a field, and of one of an optional an optional of it.</summary>
    private CelType FieldType(CelType type, SelectNode select)
    {
        switch (type.Kind)
        {
            case TypeKind.Dyn:
                return CelType.Dyn;
            case TypeKind.Optional:
                var inner = FieldType(type.Parameters[0], select);
                return inner.Kind == TypeKind.Optional ? inner : CelType.Optional(inner);
            case TypeKind.Map when type.Parameters[0].Kind is TypeKind.String or TypeKind.Dyn:
                return type.Parameters[1];
            case TypeKind.Object when type.Fields!.TryGetValue(select.Field, out var known):
                return known;
            case TypeKind.Object:
                Report(select.FieldSpan, $"{type.Name} has no field \"{select.Field}\"",
                    Suggestion.Among(type.Fields.Keys, select.Field) ?? Known(type.Fields.Keys));
                return CelType.Dyn;
            default:
                Report(select.FieldSpan, $"A value of type {type} has no fields");
                return CelType.Dyn;
        }
    }
}
