using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Checking;

/// <summary>Finds which variables and fields an expression reads.</summary>
internal static class Reads
{
    public static IEnumerable<CelPath> Of(Bound bound)
    {
        if (PathOf(bound) is { } path)
            return [path];

        return bound.Parts.SelectMany(Of);
    }

    /// <summary>A variable with the fields selected from it, as far as they are known before the evaluation.</summary>
    private static CelPath? PathOf(Bound bound) => bound switch
    {
        BoundVariable variable => new CelPath(variable.Name.Split('.')),
        BoundSelect select => PathOf(select.Operand)?.Add(select.Field),
        BoundHas has => PathOf(has.Operand)?.Add(has.Field),
        BoundCall { Function: Operators.Index or Operators.OptionalIndex, Arguments: [var operand, BoundConstant key] }
            when key.Value.Kind == CelKind.String => PathOf(operand)?.Add(key.Value.AsString),
        _ => null,
    };
}
