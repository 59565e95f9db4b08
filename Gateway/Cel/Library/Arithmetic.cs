using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>
/// Arithmetic: no type is turned into another, and what does not fit is an error (langdef, Overflow).
/// </summary>
internal static class Arithmetic
{
    public static CelValue Add(CelValue left, CelValue right, ref CelFrame frame)
    {
        switch (left.Kind, right.Kind)
        {
            case (CelKind.Int, CelKind.Int):
                return Int((Int128)left.AsInt + right.AsInt);
            case (CelKind.Uint, CelKind.Uint):
                return Uint((Int128)left.AsUint + right.AsUint);
            case (CelKind.Double, CelKind.Double):
                return CelValue.Of(left.AsDouble + right.AsDouble);
            case (CelKind.String, CelKind.String):
                return CelValue.Of(left.AsString + right.AsString);
            case (CelKind.Bytes, CelKind.Bytes):
                return CelValue.Of([.. left.AsBytes, .. right.AsBytes]);
            case (CelKind.List, CelKind.List):
                return Lists.Concat(left.AsList, right.AsList, ref frame);
            case (CelKind.Timestamp, CelKind.Duration) or (CelKind.Duration, CelKind.Timestamp):
                return CelValue.Timestamp(left.AsTime + right.AsTime);
            case (CelKind.Duration, CelKind.Duration):
                return CelValue.Duration(left.AsTime + right.AsTime);
            default:
                return None("+", left, right);
        }
    }

    public static CelValue Subtract(CelValue left, CelValue right, ref CelFrame frame) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => Int((Int128)left.AsInt - right.AsInt),
        (CelKind.Uint, CelKind.Uint) => Uint((Int128)left.AsUint - right.AsUint),
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.AsDouble - right.AsDouble),
        (CelKind.Timestamp, CelKind.Timestamp) => CelValue.Duration(left.AsTime - right.AsTime),
        (CelKind.Timestamp, CelKind.Duration) => CelValue.Timestamp(left.AsTime - right.AsTime),
        (CelKind.Duration, CelKind.Duration) => CelValue.Duration(left.AsTime - right.AsTime),
        _ => None("-", left, right),
    };

    public static CelValue Multiply(CelValue left, CelValue right, ref CelFrame frame) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => Int((Int128)left.AsInt * right.AsInt),
        // The product may need all 128 bits, of which a signed number has one less.
        (CelKind.Uint, CelKind.Uint) => (UInt128)left.AsUint * right.AsUint is var product && product <= ulong.MaxValue
            ? CelValue.Of((ulong)product)
            : CelErrors.UintOverflow,
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.AsDouble * right.AsDouble),
        _ => None("*", left, right),
    };

    public static CelValue Divide(CelValue left, CelValue right, ref CelFrame frame) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => right.AsInt == 0 ? CelErrors.DivideByZero : Int((Int128)left.AsInt / right.AsInt),
        (CelKind.Uint, CelKind.Uint) =>
            right.AsUint == 0 ? CelErrors.DivideByZero : CelValue.Of(left.AsUint / right.AsUint),
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.AsDouble / right.AsDouble),
        _ => None("/", left, right),
    };

    public static CelValue Remainder(CelValue left, CelValue right, ref CelFrame frame) =>
        (left.Kind, right.Kind) switch
        {
            // The processor cannot divide the least int by -1, so this goes over a longer number.
            (CelKind.Int, CelKind.Int) =>
                right.AsInt == 0 ? CelErrors.ModulusByZero : Int((Int128)left.AsInt % right.AsInt),
            (CelKind.Uint, CelKind.Uint) =>
                right.AsUint == 0 ? CelErrors.ModulusByZero : CelValue.Of(left.AsUint % right.AsUint),
            _ => None("%", left, right),
        };

    public static CelValue Negate(CelValue value, ref CelFrame frame) => value.Kind switch
    {
        CelKind.Int => Int(-(Int128)value.AsInt),
        CelKind.Double => CelValue.Of(-value.AsDouble),
        _ => CelErrors.NoSuchOverload,
    };

    private static CelValue Int(Int128 value) =>
        value >= long.MinValue && value <= long.MaxValue ? CelValue.Of((long)value) : CelErrors.IntOverflow;

    private static CelValue Uint(Int128 value) =>
        value >= 0 && value <= ulong.MaxValue ? CelValue.Of((ulong)value) : CelErrors.UintOverflow;

    private static CelValue None(string symbol, in CelValue left, in CelValue right) =>
        CelErrors.Make(
            CelErrorCode.NoSuchOverload,
            $"no such overload: {CelTypeName.Of(left).Name} {symbol} {CelTypeName.Of(right).Name}");
}
