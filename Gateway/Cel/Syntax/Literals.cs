using System.Globalization;
using System.Text;
using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>The values of literals.</summary>
internal static class Literals
{
    public static CelValue Of(Token token, bool isNegative, CelSpan span) => token.Kind switch
    {
        TokenKind.String => CelValue.Of(token.Text),
        TokenKind.Bytes => CelValue.Of(Encoding.Latin1.GetBytes(token.Text)),
        TokenKind.Int => Int(token.Text, isNegative, span),
        TokenKind.Uint => Uint(token.Text, span),
        _ => Double(token.Text, isNegative, span),
    };

    private static CelValue Int(string text, bool isNegative, CelSpan span)
    {
        var limit = isNegative ? 1UL << 63 : long.MaxValue;
        if (Magnitude(text) is not { } magnitude || magnitude > limit)
            throw new SyntaxFault(span, "The number does not fit into an int");

        return CelValue.Of(unchecked(isNegative ? -(long)magnitude : (long)magnitude));
    }

    private static CelValue Uint(string text, CelSpan span) =>
        Magnitude(text[..^1]) is { } magnitude
            ? CelValue.Of(magnitude)
            : throw new SyntaxFault(span, "The number does not fit into a uint");

    private static CelValue Double(string text, bool isNegative, CelSpan span)
    {
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value))
            throw new SyntaxFault(span, "The number does not fit into a double");

        return CelValue.Of(isNegative ? -value : value);
    }

    private static ulong? Magnitude(string text)
    {
        var isHex = text.StartsWith("0x", StringComparison.Ordinal);
        return ulong.TryParse(
            isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.HexNumber : NumberStyles.None,
            CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
