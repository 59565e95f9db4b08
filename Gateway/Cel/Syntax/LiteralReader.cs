using System.Globalization;
using System.Text;
using McpAspire.Gateway.Cel.Diagnostics;

namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>
/// Reads strings and bytes (langdef, String and Bytes Values). Of bytes each character of the result is an octet.
/// </summary>
internal sealed class LiteralReader
{
    private readonly string _source;
    private readonly int _start;
    private readonly LiteralPrefix _prefix;
    private readonly char _quote;
    private readonly bool _isTriple;
    private readonly StringBuilder _text = new();
    private int _at;

    public LiteralReader(string source, int start, LiteralPrefix prefix)
    {
        (_source, _start, _prefix, _at) = (source, start, prefix, start + prefix.Length);
        _quote = source[_at];
        _isTriple = IsAt(new string(_quote, 3));
    }

    public static bool Begins(string source, int start, out LiteralPrefix prefix)
    {
        var at = start;
        var isBytes = source[at] is 'b' or 'B';
        at += isBytes ? 1 : 0;
        var isRaw = at < source.Length && source[at] is 'r' or 'R';
        at += isRaw ? 1 : 0;
        prefix = new(at - start, isRaw, isBytes);
        return at < source.Length && source[at] is '\'' or '"';
    }

    public string Read(out int end)
    {
        var closing = new string(_quote, _isTriple ? 3 : 1);
        _at += closing.Length;
        while (!IsAt(closing))
        {
            if (_at >= _source.Length || (!_isTriple && _source[_at] is '\n' or '\r'))
                throw new SyntaxFault(new(_start, Math.Min(_at, _start + 1)), "The string is not closed");

            if (_source[_at] == '\\' && !_prefix.IsRaw)
                Escape();
            else
                Append(Rune());
        }

        end = _at + closing.Length;
        return _text.ToString();
    }

    private bool IsAt(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private int Rune()
    {
        if (!System.Text.Rune.TryGetRuneAt(_source, _at, out var rune))
            throw new SyntaxFault(new(_at, _at + 1), "The text is no valid Unicode");

        _at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private void Append(int codePoint)
    {
        if (!_prefix.IsBytes)
        {
            _text.Append(new Rune(codePoint).ToString());
            return;
        }

        Span<byte> octets = stackalloc byte[4];
        foreach (var octet in octets[..new Rune(codePoint).EncodeToUtf8(octets)])
            _text.Append((char)octet);
    }

    private void Escape()
    {
        var start = _at++;
        var letter = _at < _source.Length ? _source[_at++] : '\0';
        switch (letter)
        {
            case '\\' or '?' or '"' or '\'' or '`': _text.Append(letter); break;
            case 'a': _text.Append('\a'); break;
            case 'b': _text.Append('\b'); break;
            case 'f': _text.Append('\f'); break;
            case 'n': _text.Append('\n'); break;
            case 'r': _text.Append('\r'); break;
            case 't': _text.Append('\t'); break;
            case 'v': _text.Append('\v'); break;
            case 'x' or 'X': Octet(Number(start, 2, 16)); break;
            case 'u' when !_prefix.IsBytes: CodePoint(start, Number(start, 4, 16)); break;
            case 'U' when !_prefix.IsBytes: CodePoint(start, Number(start, 8, 16)); break;
            case >= '0' and <= '3':
                _at--;
                Octet(Number(start, 3, 8));
                break;
            default: throw Invalid(start);
        }
    }

    /// <summary>In a string the code point of that number, in bytes the octet itself.</summary>
    private void Octet(long value) => _text.Append((char)value);

    private void CodePoint(int start, long value)
    {
        if (value > 0x10FFFF || !System.Text.Rune.IsValid((int)value))
            throw Invalid(start);

        Append((int)value);
    }

    private long Number(int start, int length, int radix)
    {
        if (_at + length > _source.Length)
            throw Invalid(start);

        long value = 0;
        foreach (var digit in _source.AsSpan(_at, length))
        {
            var isDigit = radix == 8 ? digit is >= '0' and <= '7' : char.IsAsciiHexDigit(digit);
            if (!isDigit)
                throw Invalid(start);
            value = (value * radix) + int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        _at += length;
        return value;
    }

    private SyntaxFault Invalid(int start) =>
        new(new CelSpan(start, Math.Min(_at, _source.Length)), "Invalid escape sequence",
            "A backslash itself is written \"\\\\\", or the string with an r before it.");
}
