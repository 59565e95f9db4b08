using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>
/// Makes delegates of a bound expression. They hold nothing but constants and each other. For an explanation each one
/// also writes down what it gave.
/// </summary>
internal sealed partial class Emitter(IReadOnlyDictionary<Bound, int>? parts = null)
{
    public Evaluation Emit(Bound bound)
    {
        var evaluation = Plain(bound);
        if (parts is null)
            return evaluation;

        var part = parts[bound];
        return (ref frame) =>
        {
            var value = evaluation(ref frame);
            frame.Trace!.Record(part, value);
            return value;
        };
    }

    private Evaluation Plain(Bound bound)
    {
        switch (bound)
        {
            case BoundConstant constant:
                var value = constant.Value;
                return (ref _) => value;
            case BoundFailure failure:
                var error = failure.Error;
                return (ref _) => error;
            case BoundVariable variable:
                var slot = variable.Slot;
                return (ref frame) => frame.Activation.Read(slot);
            case BoundLocal local:
                var index = local.Index;
                return (ref frame) => frame.Locals[index];
            case BoundSelect select:
                return Select(select);
            case BoundHas has:
                var (owner, field) = (Emit(has.Operand), has.Field);
                return (ref frame) => Selection.Has(owner(ref frame), field);
            case BoundLogic logic:
                return Logic(logic);
            case BoundConditional conditional:
                return Conditional(conditional);
            case BoundList list:
                return List(list);
            case BoundMap map:
                return Map(map);
            case BoundCall call:
                return Call(call);
            case BoundMacro macro:
                return Macro(macro);
            default:
                throw new InvalidOperationException($"{bound.GetType().Name} cannot be compiled.");
        }
    }

    private Evaluation Select(BoundSelect select)
    {
        var (operand, field, isOptional) = (Emit(select.Operand), select.Field, select.IsOptional);
        return (ref frame) =>
        {
            var owner = operand(ref frame);
            return owner.Kind == CelKind.Map && !isOptional && owner.AsMap.TryGet(field, out var value)
                ? value
                : Selection.Select(owner, field, isOptional);
        };
    }

    /// <summary>
    /// One operand that decides is enough, whatever the others are, errors too; if none decides, the first error is the
    /// result (langdef, Logical Operators).
    /// </summary>
    private Evaluation Logic(BoundLogic logic)
    {
        var operands = Array.ConvertAll(logic.Operands, Emit);
        var isAnd = logic.IsAnd;
        return (ref frame) =>
        {
            var result = CelValue.Of(isAnd);
            foreach (var operand in operands)
            {
                var value = operand(ref frame);
                if (value.Kind == CelKind.Bool)
                {
                    if (value.AsBool != isAnd)
                        return value;
                }
                else if (!result.IsError)
                {
                    result = value.IsError ? value : CelErrors.NotBool;
                }
            }

            return result;
        };
    }

    private Evaluation Conditional(BoundConditional conditional)
    {
        var (condition, then, otherwise) =
            (Emit(conditional.Condition), Emit(conditional.Then), Emit(conditional.Otherwise));
        return (ref frame) =>
        {
            var value = condition(ref frame);
            return value.IsTrue ? then(ref frame)
                : value.IsFalse ? otherwise(ref frame)
                : value.IsError ? value : CelErrors.NotBool;
        };
    }

    private Evaluation List(BoundList list)
    {
        var elements = Array.ConvertAll(list.Elements, Emit);
        var optional = list.Optional;
        return (ref frame) =>
        {
            if (!frame.Spend(1 + elements.Length))
                return frame.Failure;

            var values = new CelValue[elements.Length];
            var count = 0;
            for (var i = 0; i < elements.Length; i++)
            {
                var value = elements[i](ref frame);
                if (optional[i] && !Unwrap(ref value))
                    continue;
                if (value.IsError)
                    return value;
                values[count++] = value;
            }

            return CelValue.Of(new CelArray(values, count));
        };
    }

    private Evaluation Map(BoundMap map)
    {
        var parts = Array.ConvertAll(map.KeysAndValues, Emit);
        var optional = map.Optional;
        return (ref frame) =>
        {
            if (!frame.Spend(1 + parts.Length))
                return frame.Failure;

            var table = new CelTable();
            for (var i = 0; i < parts.Length; i += 2)
            {
                var key = parts[i](ref frame);
                var value = parts[i + 1](ref frame);
                if (optional[i / 2] && !Unwrap(ref value))
                    continue;
                if (value.IsError)
                    return value;
                if (table.Add(key, value) is { } error)
                    return error;
            }

            return CelValue.Of(table);
        };
    }

    /// <summary>False if there is nothing in it.</summary>
    private static bool Unwrap(ref CelValue value)
    {
        if (value.Kind == CelKind.Optional)
        {
            var optional = value.AsOptional;
            value = optional.Value;
            return optional.HasValue;
        }

        value = value.IsError ? value : CelErrors.NoSuchOverload;
        return true;
    }
}
