using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Library;
using McpAspire.Gateway.Cel.Patterns;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <content>Calls: arguments are strict, and the form is chosen by the kinds of their values.</content>
internal sealed partial class Emitter
{
    private Evaluation Call(BoundCall call)
    {
        var arguments = Array.ConvertAll(call.Arguments, Emit);
        var (name, overloads) = (call.Function, call.Overloads);
        switch (call)
        {
            case { Function: Operators.Equal or Operators.NotEqual }:
                return Equality(arguments[0], arguments[1], call.Function == Operators.NotEqual);
            case { Function: "or" or "orValue", Arguments.Length: 2 }:
                return Or(arguments[0], arguments[1], call.Function == "or");
            case { Function: "matches", Arguments: [_, BoundConstant { Value.Kind: CelKind.String } pattern] }:
                return Matches(arguments[0], CelPattern.Compile(pattern.Value.AsString));
            case { Arguments.Length: 1 } when overloads.All(overload => overload.Implementation is UnaryFunction):
                return Unary(name, overloads, arguments[0]);
            case { Arguments.Length: 2 } when overloads.All(overload => overload.Implementation is BinaryFunction):
                return Binary(name, overloads, arguments[0], arguments[1]);
            default:
                return Many(name, overloads, arguments);
        }
    }

    private static Evaluation Unary(string name, Overload[] overloads, Evaluation argument)
    {
        var functions = Array.ConvertAll(overloads, overload => (UnaryFunction)overload.Implementation);
        return (ref frame) =>
        {
            var value = argument(ref frame);
            if (value.IsError)
                return value;
            if (!frame.Spend(1 + CelCost.Of(value)))
                return frame.Failure;

            for (var i = 0; i < overloads.Length; i++)
                if (!overloads[i].IsGuarded || overloads[i].Accepts(value))
                    return functions[i](value, ref frame);
            return NoOverload(name, value);
        };
    }

    private static Evaluation Binary(string name, Overload[] overloads, Evaluation left, Evaluation right)
    {
        var functions = Array.ConvertAll(overloads, overload => (BinaryFunction)overload.Implementation);
        return (ref frame) =>
        {
            var first = left(ref frame);
            if (first.IsError)
                return first;
            var second = right(ref frame);
            if (second.IsError)
                return second;
            if (!frame.Spend(1 + CelCost.Of(first) + CelCost.Of(second)))
                return frame.Failure;

            for (var i = 0; i < overloads.Length; i++)
                if (!overloads[i].IsGuarded || overloads[i].Accepts(first, second))
                    return functions[i](first, second, ref frame);
            return NoOverload(name, first, second);
        };
    }

    private static Evaluation Many(string name, Overload[] overloads, Evaluation[] arguments) => (ref frame) =>
    {
        var values = new CelValue[arguments.Length];
        long cost = 1 + arguments.Length;
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i](ref frame);
            if (values[i].IsError)
                return values[i];
            cost += CelCost.Of(values[i]);
        }

        if (!frame.Spend(cost))
            return frame.Failure;

        foreach (var overload in overloads)
            if (!overload.IsGuarded || overload.Accepts(values))
                return Invoke(overload.Implementation, values, ref frame);
        return NoOverload(name, values);
    };

    private static CelValue Invoke(Delegate implementation, CelValue[] values, ref CelFrame frame) =>
        implementation switch
        {
            UnaryFunction unary => unary(values[0], ref frame),
            BinaryFunction binary => binary(values[0], values[1], ref frame),
            _ => ((CelFunction)implementation)(values, ref frame),
        };

    private static Evaluation Equality(Evaluation left, Evaluation right, bool isNegated) => (ref frame) =>
    {
        var first = left(ref frame);
        if (first.IsError)
            return first;
        var second = right(ref frame);
        if (second.IsError)
            return second;

        return CelEquality.AreEqual(first, second, ref frame, 0, out var equal)
            ? CelValue.Of(equal != isNegated)
            : frame.Failure;
    };

    /// <summary>The alternative is only computed where it is needed, so that it may be an error elsewhere.</summary>
    private static Evaluation Or(Evaluation left, Evaluation right, bool isOptional) => (ref frame) =>
    {
        var value = left(ref frame);
        if (value.Kind != CelKind.Optional)
            return value.IsError ? value : CelErrors.NoSuchOverload;
        if (value.AsOptional.HasValue)
            return isOptional ? value : value.AsOptional.Value;

        var alternative = right(ref frame);
        return !isOptional || alternative.Kind is CelKind.Optional or CelKind.Error
            ? alternative
            : CelErrors.NoSuchOverload;
    };

    private static Evaluation Matches(Evaluation text, CelPattern pattern) => (ref frame) =>
    {
        var value = text(ref frame);
        return value.IsError ? value
            : value.Kind == CelKind.String ? pattern.Matches(value.AsString, ref frame)
            : NoOverload("matches", value);
    };

    private static CelValue NoOverload(string name, params ReadOnlySpan<CelValue> arguments)
    {
        var types = new string[arguments.Length];
        for (var i = 0; i < types.Length; i++)
            types[i] = CelTypeName.Of(arguments[i]).Name;
        return CelErrors.Make(
            CelErrorCode.NoSuchOverload, $"no such overload: {Operators.Text(name)}({string.Join(", ", types)})");
    }
}
