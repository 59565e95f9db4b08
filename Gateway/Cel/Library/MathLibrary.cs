using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>The functions of <c>math</c>, as cel-go documents them.</summary>
internal static class MathLibrary
{
    private static readonly CelValue NegativeOffset = CelErrors.Invalid("negative offset");

    public static void Add(FunctionSet set)
    {
        set.Variadic("math.greatest", "dyn -> dyn", (values, ref frame) => Extreme(values, 1, ref frame));
        set.Variadic("math.least", "dyn -> dyn", (values, ref frame) => Extreme(values, -1, ref frame));

        Double(set, "ceil", Math.Ceiling);
        Double(set, "floor", Math.Floor);
        Double(set, "round", value => Math.Round(value, MidpointRounding.AwayFromZero));
        Double(set, "trunc", Math.Truncate);
        Double(set, "sqrt", Math.Sqrt);
        set.Global("math.sqrt", "int -> double", (value, ref _) => CelValue.Of(Math.Sqrt(value.AsInt)));
        set.Global("math.sqrt", "uint -> double", (value, ref _) => CelValue.Of(Math.Sqrt(value.AsUint)));
        Test(set, "isNaN", double.IsNaN);
        Test(set, "isInf", double.IsInfinity);
        Test(set, "isFinite", double.IsFinite);

        Double(set, "abs", Math.Abs);
        set.Global("math.abs", "uint -> uint", (value, ref _) => value);
        set.Global("math.abs", "int -> int", (value, ref _) =>
            value.AsInt == long.MinValue ? CelErrors.IntOverflow : CelValue.Of(Math.Abs(value.AsInt)));
        Double(set, "sign", value => double.IsNaN(value) ? value : Math.Sign(value));
        set.Global("math.sign", "int -> int", (value, ref _) => CelValue.Of((long)Math.Sign(value.AsInt)));
        set.Global("math.sign", "uint -> uint", (value, ref _) => CelValue.Of(value.AsUint == 0 ? 0UL : 1UL));

        Bits(set, "bitAnd", (left, right) => left & right);
        Bits(set, "bitOr", (left, right) => left | right);
        Bits(set, "bitXor", (left, right) => left ^ right);
        set.Global("math.bitNot", "int -> int", (value, ref _) => CelValue.Of(~value.AsInt));
        set.Global("math.bitNot", "uint -> uint", (value, ref _) => CelValue.Of(~value.AsUint));
        // To the right the sign is not kept: the bits that come in are zero.
        Shift(set, "bitShiftLeft", (value, count) => value << count);
        Shift(set, "bitShiftRight", (value, count) => value >> count);
    }

    private static void Double(FunctionSet set, string name, Func<double, double> function) =>
        set.Global($"math.{name}", "double -> double", (value, ref _) => CelValue.Of(function(value.AsDouble)));

    private static void Test(FunctionSet set, string name, Func<double, bool> test) =>
        set.Global($"math.{name}", "double -> bool", (value, ref _) => CelValue.Of(test(value.AsDouble)));

    private static void Bits(FunctionSet set, string name, Func<long, long, long> function)
    {
        set.Global($"math.{name}", "int, int -> int",
            (left, right, ref _) => CelValue.Of(function(left.AsInt, right.AsInt)));
        set.Global($"math.{name}", "uint, uint -> uint",
            (left, right, ref _) => CelValue.Of(unchecked((ulong)function(left.AsInt, right.AsInt))));
    }

    private static void Shift(FunctionSet set, string name, Func<ulong, int, ulong> shift)
    {
        set.Global($"math.{name}", "int, int -> int", (value, count, ref _) =>
            count.AsInt < 0 ? NegativeOffset : CelValue.Of(unchecked((long)Shifted(shift, value, count.AsInt))));
        set.Global($"math.{name}", "uint, int -> uint", (value, count, ref _) =>
            count.AsInt < 0 ? NegativeOffset : CelValue.Of(Shifted(shift, value, count.AsInt)));
    }

    private static ulong Shifted(Func<ulong, int, ulong> shift, in CelValue value, long count) =>
        count > 63 ? 0 : shift(value.AsUint, (int)count);

    /// <summary>Of several numbers, or of those in one list; of equal ones the first.</summary>
    private static CelValue Extreme(CelValue[] values, int sign, ref CelFrame frame)
    {
        var numbers = values is [{ Kind: CelKind.List }] ? values[0].AsList : new CelArray(values);
        if (numbers.Count == 0)
            return CelErrors.Invalid("the list is empty");
        if (!frame.Spend(numbers.Count))
            return frame.Failure;

        var extreme = numbers[0];
        for (var i = 0; i < numbers.Count; i++)
        {
            var number = numbers[i];
            if (!number.IsNumber)
                return number.IsError ? number : CelErrors.NoSuchOverload;
            if (CelOrder.OfNumbers(number, extreme) == sign)
                extreme = number;
        }

        return extreme;
    }
}
