using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>Fields, keys and indexes (langdef, Field Selection; of optionals as cel-go documents them).</summary>
internal static class Selection
{
    public static CelValue Select(in CelValue operand, string field, bool isOptional)
    {
        switch (operand.Kind)
        {
            case CelKind.Map when operand.AsMap.TryGet(field, out var value):
                return isOptional ? CelOptional.Of(value) : value;
            case CelKind.Map:
                return isOptional ? CelOptional.None : operand.AsMap.Missing(field);
            case CelKind.Optional:
                return operand.AsOptional.HasValue ? Select(operand.AsOptional.Value, field, true) : operand;
            case CelKind.Error:
                return operand;
            default:
                return NoFields(operand);
        }
    }

    public static CelValue Has(in CelValue operand, string field) => operand.Kind switch
    {
        // A field that cannot be read is no field that is not there.
        CelKind.Map when operand.AsMap.TryGet(field, out var value) => value.IsError ? value : CelValue.True,
        CelKind.Map => CelValue.False,
        CelKind.Optional => operand.AsOptional.HasValue ? Has(operand.AsOptional.Value, field) : CelValue.False,
        CelKind.Error => operand,
        _ => NoFields(operand),
    };

    public static CelValue Index(in CelValue operand, in CelValue key, bool isOptional)
    {
        switch (operand.Kind)
        {
            case CelKind.Map when operand.AsMap.TryGet(key, out var value):
                return isOptional ? CelOptional.Of(value) : value;
            case CelKind.Map:
                return isOptional ? CelOptional.None : CelErrors.NoSuchKey(key);
            case CelKind.List:
                return IndexList(operand.AsList, key, isOptional);
            case CelKind.Optional:
                return operand.AsOptional.HasValue ? Index(operand.AsOptional.Value, key, true) : operand;
            default:
                return CelErrors.NoSuchOverload;
        }
    }

    private static CelValue NoFields(in CelValue operand) =>
        CelErrors.Make(CelErrorCode.NoSuchOverload, $"a value of type {CelTypeName.Of(operand).Name} has no fields");

    /// <summary>Whole numbers of any type are indexes.</summary>
    private static CelValue IndexList(CelList list, in CelValue key, bool isOptional)
    {
        long index;
        switch (key.Kind)
        {
            case CelKind.Int:
                index = key.AsInt;
                break;
            case CelKind.Uint:
                index = (long)Math.Min(key.AsUint, long.MaxValue);
                break;
            case CelKind.Double when Math.Abs(key.AsDouble) < 1e15 && Math.Truncate(key.AsDouble) == key.AsDouble:
                index = (long)key.AsDouble;
                break;
            default:
                return CelErrors.Invalid($"{ValueText.Of(key)} is no index of a list");
        }

        if (index < 0 || index >= list.Count)
            return isOptional ? CelOptional.None : CelErrors.OutOfRange(index);

        return isOptional ? CelOptional.Of(list[(int)index]) : list[(int)index];
    }
}
