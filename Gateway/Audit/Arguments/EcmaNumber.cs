using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace McpAspire.Gateway.Audit.Arguments;

/// <summary>
/// Writes numbers as RFC 8785 section 3.2.2.3 wants them (ECMA-262 section 6.1.6.1.20). One deviation: an integer that
/// is written as such keeps all its digits, because two that a double cannot tell apart are two for many backends.
/// </summary>
internal static class EcmaNumber
{
    private const int LongestPlain = 21;
    private const int MostZeros = 6;

    public static void Write(ReadOnlySpan<byte> literal, IBufferWriter<byte> output)
    {
        if (literal.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
            output.Write(literal.SequenceEqual("-0"u8) ? "0"u8 : literal);
        else if (Utf8Parser.TryParse(literal, out double value, out _) && double.IsFinite(value))
            Write(value, output);
        else
            output.Write(literal);
    }

    private static void Write(double value, IBufferWriter<byte> output)
    {
        if (value == 0)
        {
            output.Write("0"u8);
            return;
        }

        if (value < 0)
            output.Write("-"u8);

        // The shortest digits that read back as the same number.
        Span<byte> text = stackalloc byte[32];
        Math.Abs(value).TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[32];
        var (count, point) = Digits(text[..length], digits);
        Place(digits[..count], point, output);
    }

    /// <summary>The digits without zeros at either end, and where the point stands from the first of them.</summary>
    private static (int Count, int Point) Digits(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        var exponent = 0;
        if (text.IndexOf((byte)'E') is >= 0 and var e)
        {
            exponent = int.Parse(text[(e + 1)..], CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var dot = text.IndexOf((byte)'.');
        var point = (dot < 0 ? text.Length : dot) + exponent;
        var count = 0;
        foreach (var character in text)
        {
            if (character == (byte)'.')
                continue;
            if (count == 0 && character == (byte)'0')
                point--;
            else
                digits[count++] = character;
        }

        while (digits[count - 1] == (byte)'0')
            count--;
        return (count, point);
    }

    private static void Place(ReadOnlySpan<byte> digits, int point, IBufferWriter<byte> output)
    {
        if (point > LongestPlain || point <= -MostZeros)
        {
            Exponential(digits, point - 1, output);
            return;
        }

        if (point <= 0)
        {
            output.Write("0."u8);
            Zeros(-point, output);
            output.Write(digits);
        }
        else if (point >= digits.Length)
        {
            output.Write(digits);
            Zeros(point - digits.Length, output);
        }
        else
        {
            output.Write(digits[..point]);
            output.Write("."u8);
            output.Write(digits[point..]);
        }
    }

    private static void Exponential(ReadOnlySpan<byte> digits, int exponent, IBufferWriter<byte> output)
    {
        output.Write(digits[..1]);
        if (digits.Length > 1)
        {
            output.Write("."u8);
            output.Write(digits[1..]);
        }

        Span<byte> text = stackalloc byte[8];
        exponent.TryFormat(text, out var length, "+0;-0", CultureInfo.InvariantCulture);
        output.Write("e"u8);
        output.Write(text[..length]);
    }

    private static void Zeros(int count, IBufferWriter<byte> output) =>
        output.Write("0000000000000000000000"u8[..count]);
}
