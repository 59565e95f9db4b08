using System.Globalization;
using System.Text;
using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary><c>"…".format([…])</c> (cel-spec, extensions/strings.md).</summary>
internal sealed class Formatter(string format, CelList values)
{
    private const int DefaultPrecision = 6;

    /// <summary>More digits no double has; without a limit a few characters would make a long text.</summary>
    private const int MaxPrecision = 1_000;

    private readonly StringBuilder _text = new();
    private int _at;
    private int _next;

    public CelValue Format(ref CelFrame frame)
    {
        while (_at < format.Length)
        {
            var percent = format.IndexOf('%', _at);
            _text.Append(format, _at, (percent < 0 ? format.Length : percent) - _at);
            if (percent < 0)
                break;

            _at = percent + 1;
            var length = _text.Length;
            if (Clause(ref frame) is { } error)
                return error;
            if (!frame.Spend(CelCost.OfLength(_text.Length - length)))
                return frame.Failure;
        }

        return CelValue.Of(_text.ToString());
    }

    /// <summary>Null if it went well.</summary>
    private CelValue? Clause(ref CelFrame frame)
    {
        if (_at < format.Length && format[_at] == '%')
        {
            _text.Append(format[_at++]);
            return null;
        }

        if (Precision() is not { } precision)
            return CelErrors.Invalid("could not parse formatting clause: bad precision");
        if (_at == format.Length)
            return CelErrors.Invalid("could not parse formatting clause: unexpected end");

        var clause = format[_at++];
        if (clause is not ('s' or 'd' or 'f' or 'e' or 'x' or 'X' or 'o' or 'b'))
            return CelErrors.Invalid($"could not parse formatting clause: unrecognized formatting clause \"{clause}\"");
        if (_next >= values.Count)
            return CelErrors.OutOfRange(_next);

        var value = values[_next++];
        if (clause == 's')
            return FormatText.Append(_text, value, 0, ref frame);
        if (Number(clause, precision, value) is not { } text)
            return value.IsError
                ? value
                : CelErrors.Invalid($"error during formatting: %{clause} was given {CelTypeName.Of(value).Name}");

        _text.Append(text);
        return null;
    }

    private int? Precision()
    {
        if (_at == format.Length || format[_at] != '.')
            return DefaultPrecision;

        var start = ++_at;
        while (_at < format.Length && char.IsAsciiDigit(format[_at]))
            _at++;
        var digits = format.AsSpan(start, _at - start);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value <= MaxPrecision ? value : null;
    }

    private static string? Number(char clause, int precision, in CelValue value) => clause switch
    {
        'd' => value.Kind switch
        {
            CelKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
            CelKind.Uint => value.AsUint.ToString(CultureInfo.InvariantCulture),
            CelKind.Double => NumberText.Plain(value.AsDouble),
            _ => null,
        },
        'f' => value.IsNumber ? Fixed(CelOrder.ToDouble(value), precision) : null,
        'e' => value.IsNumber ? Scientific(CelOrder.ToDouble(value), precision) : null,
        'b' when value.Kind == CelKind.Bool => value.AsBool ? "1" : "0",
        'b' => Radix(value, "b"),
        'o' => Radix(value, "o"),
        _ => value.Kind switch
        {
            CelKind.String => Hex(Encoding.UTF8.GetBytes(value.AsString), clause),
            CelKind.Bytes => Hex(value.AsBytes, clause),
            _ => Radix(value, clause.ToString()),
        },
    };

    private static string? Radix(in CelValue value, string radix)
    {
        if (value.Kind is not (CelKind.Int or CelKind.Uint))
            return null;

        var isNegative = value.Kind == CelKind.Int && value.AsInt < 0;
        var magnitude = isNegative ? unchecked((ulong)-value.AsInt) : value.AsUint;
        var digits = radix switch
        {
            "o" => Octal(magnitude),
            _ => magnitude.ToString(radix, CultureInfo.InvariantCulture),
        };
        return isNegative ? "-" + digits : digits;
    }

    private static string Octal(ulong value)
    {
        Span<char> digits = stackalloc char[22];
        var at = digits.Length;
        do
            digits[--at] = (char)('0' + (value & 7));
        while ((value >>= 3) > 0);
        return digits[at..].ToString();
    }

    private static string Hex(byte[] bytes, char clause) =>
        clause == 'X' ? Convert.ToHexString(bytes) : Convert.ToHexStringLower(bytes);

    private static string Fixed(double value, int precision) =>
        NumberText.NotFinite(value) ?? ExactDecimal.Of(value).ToFixed(precision);

    private static string Scientific(double value, int precision) =>
        NumberText.NotFinite(value) ?? ExactDecimal.Of(value).ToScientific(precision);
}
