using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>
/// The operators, apart from those that are no functions: <c>&amp;&amp;</c>, <c>||</c> and <c>?:</c>.
/// </summary>
internal static class OperatorLibrary
{
    private static readonly string[] Ordered =
    [
        "bool, bool -> bool", "int, int -> bool", "uint, uint -> bool", "double, double -> bool",
        "string, string -> bool", "bytes, bytes -> bool", "timestamp, timestamp -> bool", "duration, duration -> bool",
        // Numbers of different types have an order too.
        "int, uint -> bool", "int, double -> bool", "uint, int -> bool", "uint, double -> bool", "double, int -> bool",
        "double, uint -> bool",
    ];

    public static void Add(FunctionSet set)
    {
        set.Operator(Operators.Not, new UnaryFunction(Not), "bool -> bool");
        set.Operator(Operators.Negate, new UnaryFunction(Arithmetic.Negate), "int -> int", "double -> double");
        set.Operator("_+_", new BinaryFunction(Arithmetic.Add),
            "int, int -> int", "uint, uint -> uint", "double, double -> double", "string, string -> string",
            "bytes, bytes -> bytes", "list(A), list(B) -> list(dyn)", "timestamp, duration -> timestamp",
            "duration, timestamp -> timestamp", "duration, duration -> duration");
        set.Operator("_-_", new BinaryFunction(Arithmetic.Subtract),
            "int, int -> int", "uint, uint -> uint", "double, double -> double", "timestamp, timestamp -> duration",
            "timestamp, duration -> timestamp", "duration, duration -> duration");
        set.Operator("_*_", new BinaryFunction(Arithmetic.Multiply),
            "int, int -> int", "uint, uint -> uint", "double, double -> double");
        set.Operator("_/_", new BinaryFunction(Arithmetic.Divide),
            "int, int -> int", "uint, uint -> uint", "double, double -> double");
        set.Operator("_%_", new BinaryFunction(Arithmetic.Remainder), "int, int -> int", "uint, uint -> uint");

        set.Operator("_<_", Comparison(order => order == -1), Ordered);
        set.Operator("_<=_", Comparison(order => order is -1 or 0), Ordered);
        set.Operator("_>_", Comparison(order => order == 1), Ordered);
        set.Operator("_>=_", Comparison(order => order is 1 or 0), Ordered);
        // The compiler has its own form of these two.
        set.Operator(Operators.Equal, new BinaryFunction(Equal), "A, A -> bool");
        set.Operator(Operators.NotEqual, new BinaryFunction(Equal), "A, A -> bool");

        set.Operator(Operators.In, new BinaryFunction(In), "A, list(A) -> bool", "A, map(A, B) -> bool");
        set.Operator(Operators.Index, new BinaryFunction(Index),
            "list(A), int -> A", "map(A, B), A -> B", "optional(list(A)), int -> optional(A)",
            "optional(map(A, B)), A -> optional(B)");
        set.Operator(Operators.OptionalIndex, new BinaryFunction(OptionalIndex),
            "list(A), int -> optional(A)", "map(A, B), A -> optional(B)", "optional(list(A)), int -> optional(A)",
            "optional(map(A, B)), A -> optional(B)");
    }

    private static CelValue Not(CelValue value, ref CelFrame frame) =>
        value.Kind == CelKind.Bool ? CelValue.Of(!value.AsBool) : CelErrors.NotBool;

    private static BinaryFunction Comparison(Func<int, bool> holds) =>
        (left, right, ref _) => CelOrder.Of(left, right) is { } order
            ? CelValue.Of(holds(order))
            : CelErrors.Make(
                CelErrorCode.NoSuchOverload,
                $"no order between {CelTypeName.Of(left).Name} and {CelTypeName.Of(right).Name}");

    private static CelValue Equal(CelValue left, CelValue right, ref CelFrame frame) =>
        CelEquality.Compare(left, right, ref frame);

    private static CelValue In(CelValue value, CelValue values, ref CelFrame frame) => values.Kind switch
    {
        CelKind.List => Lists.Contains(values.AsList, value, ref frame),
        CelKind.Map => Found(values.AsMap.TryGet(value, out var found), found),
        _ => CelErrors.NoSuchOverload,
    };

    /// <summary>What cannot be read is not known to be there.</summary>
    private static CelValue Found(bool isThere, in CelValue value) =>
        isThere && value.IsError ? value : CelValue.Of(isThere);

    private static CelValue Index(CelValue operand, CelValue key, ref CelFrame frame) =>
        Selection.Index(operand, key, isOptional: false);

    private static CelValue OptionalIndex(CelValue operand, CelValue key, ref CelFrame frame) =>
        Selection.Index(operand, key, isOptional: true);
}
