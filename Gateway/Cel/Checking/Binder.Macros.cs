using McpAspire.Gateway.Cel.Syntax;

namespace McpAspire.Gateway.Cel.Checking;

/// <content>Macros: their variables, and what they give.</content>
internal sealed partial class Binder
{
    private BoundMacro Macro(MacroNode macro)
    {
        var range = Bind(macro.Range);
        var types = VariableTypes(macro, range);
        var locals = macro.Variables.Zip(types, _scope.Enter).ToArray();
        var bodies = Array.ConvertAll(macro.Parts, Bind);
        _scope.Leave(locals.Length);
        if (macro.Kind is MacroKind.All or MacroKind.Exists or MacroKind.ExistsOne or MacroKind.Filter
            || (macro.Kind is not MacroKind.Bind && bodies.Length == 2))
            WantBool(bodies[0], macro.Kind.ToString().ToLowerInvariant());
        var type = ResultType(macro.Kind, range.Type, types, bodies[^1].Type);
        return new(macro.Span, type, macro.Kind, range, locals, bodies);
    }

    private CelType[] VariableTypes(MacroNode macro, Bound range)
    {
        var type = range.Type;
        var isPair = macro.Variables.Length == 2;
        switch (macro.Kind, type.Kind)
        {
            case (MacroKind.Bind, _):
                return [type];
            case (MacroKind.OptMap or MacroKind.OptFlatMap, TypeKind.Optional):
                return [type.Parameters[0]];
            case (_, TypeKind.Dyn):
                return [CelType.Dyn, .. isPair ? new[] { CelType.Dyn } : []];
            case (not (MacroKind.OptMap or MacroKind.OptFlatMap), TypeKind.List):
                return isPair ? [CelType.Int, type.Parameters[0]] : [type.Parameters[0]];
            case (not (MacroKind.OptMap or MacroKind.OptFlatMap), TypeKind.Map) when macro.Kind != MacroKind.SortBy:
                return isPair ? [.. type.Parameters] : [type.Parameters[0]];
            case (not (MacroKind.OptMap or MacroKind.OptFlatMap), TypeKind.Object) when macro.Kind != MacroKind.SortBy:
                return isPair ? [CelType.String, CelType.Dyn] : [CelType.String];
            default:
                var wanted = macro.Kind is MacroKind.OptMap or MacroKind.OptFlatMap ? "an optional" : "a list or map";
                Report(range.Span, $"This macro needs {wanted}, and this is of type {type}");
                return [CelType.Dyn, .. isPair ? new[] { CelType.Dyn } : []];
        }
    }

    private static CelType ResultType(MacroKind kind, CelType range, CelType[] variables, CelType body) => kind switch
    {
        MacroKind.All or MacroKind.Exists or MacroKind.ExistsOne => CelType.Bool,
        MacroKind.Filter => CelType.List(variables[0]),
        MacroKind.Map or MacroKind.TransformList => CelType.List(body),
        MacroKind.TransformMap => CelType.Map(variables[0], body),
        MacroKind.OptMap => CelType.Optional(body),
        MacroKind.SortBy => range,
        _ => body,
    };
}
