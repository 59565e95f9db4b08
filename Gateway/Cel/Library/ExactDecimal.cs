using System.Globalization;
using System.Numerics;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>
/// All digits of a double: <c>Digits</c> / 10^<c>Scale</c>. The runtime rounds ties away from zero, the language to the
/// even digit.
/// </summary>
internal readonly record struct ExactDecimal(bool IsNegative, BigInteger Digits, int Scale)
{
    public static ExactDecimal Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFF;
        var mantissa = new BigInteger(exponent == 0 ? fraction : fraction | (1L << 52));
        exponent = Math.Max(exponent, 1) - 1075;
        return exponent >= 0
            ? new(bits < 0, mantissa << exponent, 0)
            : new(bits < 0, mantissa * BigInteger.Pow(5, -exponent), -exponent);
    }

    public string ToFixed(int precision)
    {
        var text = Round(precision).ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        var point = text.Length - precision;
        return $"{Sign}{text[..point]}{(precision == 0 ? "" : ".")}{text[point..]}";
    }

    public string ToScientific(int precision)
    {
        var length = Digits.IsZero ? 1 : Digits.ToString(CultureInfo.InvariantCulture).Length;
        var exponent = Digits.IsZero ? 0 : length - 1 - Scale;
        var text = Round(precision - exponent).ToString(CultureInfo.InvariantCulture).PadRight(precision + 1, '0');
        // 9.99 may have become 10.0.
        exponent += text.Length > precision + 1 ? 1 : 0;
        var fraction = precision == 0 ? "" : "." + text[1..(precision + 1)];
        return $"{Sign}{text[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private string Sign => IsNegative ? "-" : "";

    /// <summary>The digits down to that place behind the point, which may be before it.</summary>
    private BigInteger Round(int places)
    {
        if (places >= Scale)
            return Digits * BigInteger.Pow(10, places - Scale);

        var unit = BigInteger.Pow(10, Scale - places);
        var (quotient, rest) = BigInteger.DivRem(Digits, unit);
        var half = (rest * 2).CompareTo(unit);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
