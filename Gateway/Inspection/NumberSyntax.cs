using System.Buffers;
using System.Buffers.Text;

namespace McpAspire.Gateway.Inspection;

/// <summary>RFC 8259 section 6, and within the range of a double: 1e400 is infinite to some readers.</summary>
internal static class NumberSyntax
{
    private static readonly SearchValues<byte> Bytes = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>Where the number ends that the text begins with; negative if it does not end here.</summary>
    public static int End(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(Bytes);

    public static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var rest = text is [(byte)'-', ..] ? text[1..] : text;
        var digits = Digits(rest);
        if (digits == 0 || (digits > 1 && rest[0] == (byte)'0'))
            return false;

        rest = rest[digits..];
        if (rest is [(byte)'.', ..])
        {
            digits = Digits(rest[1..]);
            if (digits == 0)
                return false;

            rest = rest[(digits + 1)..];
        }

        if (rest is [(byte)'e' or (byte)'E', ..])
        {
            rest = rest[1..];
            if (rest is [(byte)'+' or (byte)'-', ..])
                rest = rest[1..];
            return rest.Length > 0 && Digits(rest) == rest.Length;
        }

        return rest.IsEmpty;
    }

    public static bool IsInRange(ReadOnlySpan<byte> number)
    {
        var isPlainlySmall = number.Length <= 15 && number.IndexOfAny((byte)'e', (byte)'E') < 0;
        return isPlainlySmall
            || (Utf8Parser.TryParse(number, out double value, out var length)
                && length == number.Length
                && double.IsFinite(value));
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
