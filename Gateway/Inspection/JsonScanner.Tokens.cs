using System.Buffers;
using System.Text;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Inspection;

/// <summary>Strings, numbers and literals, each of which may be cut anywhere.</summary>
internal abstract partial class JsonScanner
{
    private static readonly SearchValues<byte> StringStops =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private NameHash _name;
    private ShortText _text;
    private bool _isTextWanted;
    private int _escapeLength; // 0 outside of an escape, 1 after its backslash, then one more for each character
    private int _codeUnit;
    private char _highSurrogate;
    private byte[] _literal = [];
    private int _literalLength;

    private void Collect(bool isText)
    {
        _text.Clear();
        (_isTextWanted, _escapeLength, _highSurrogate) = (isText, 0, '\0');
    }

    private bool ReadString(ref ReadOnlySpan<byte> rest)
    {
        if (_escapeLength > 0)
            return ReadEscape(ref rest);

        var stop = rest.IndexOfAny(StringStops);
        var run = stop < 0 ? rest : rest[..stop];
        if (!run.IsEmpty && !Keep(run))
            return false;
        if (stop < 0)
        {
            rest = default;
            return true;
        }

        var end = rest[stop];
        rest = rest[(stop + 1)..];
        if (end == (byte)'\\')
        {
            _escapeLength = 1;
            return true;
        }

        if (end != (byte)'"')
            return Fail(JsonRpcFault.NotJson);
        if (_highSurrogate != 0)
            return Fail(JsonRpcFault.LoneSurrogate);
        if (_at == At.Name)
            return EndName();

        EndValue();
        return !_isTextWanted || TakeText(_text);
    }

    /// <summary>RFC 8259 section 7; halves of surrogate pairs are refused.</summary>
    private bool ReadEscape(ref ReadOnlySpan<byte> rest)
    {
        var next = rest[0];
        rest = rest[1..];
        if (_escapeLength == 1)
        {
            _codeUnit = 0;
            _escapeLength = next == (byte)'u' ? 2 : 0;
            return _escapeLength > 0 || (Simple(next) is { } value ? Keep([value]) : Fail(JsonRpcFault.NotJson));
        }

        if (!char.IsAsciiHexDigit((char)next))
            return Fail(JsonRpcFault.NotJson);

        _codeUnit = (_codeUnit << 4) | ((next & 0xF) + (next >= (byte)'A' ? 9 : 0));
        if (++_escapeLength < 6)
            return true;

        _escapeLength = 0;
        return KeepUnit((char)_codeUnit);
    }

    private static byte? Simple(byte escaped) => escaped switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => escaped,
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => null,
    };

    private bool KeepUnit(char unit)
    {
        var high = _highSurrogate;
        if (char.IsLowSurrogate(unit) != (high != 0))
            return Fail(JsonRpcFault.LoneSurrogate);
        if (char.IsHighSurrogate(unit))
        {
            _highSurrogate = unit;
            return true;
        }

        _highSurrogate = '\0';
        Span<byte> utf8 = stackalloc byte[4];
        var rune = high == 0 ? new Rune(unit) : new Rune(high, unit);
        return Keep(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    /// <summary>Takes a part of a string, without escapes.</summary>
    private bool Keep(ReadOnlySpan<byte> part)
    {
        if (_highSurrogate != 0)
            return Fail(JsonRpcFault.LoneSurrogate);

        if (_at == At.Name)
            _name.Append(part);
        if (_isTextWanted)
            _text.Append(part);
        return true;
    }

    private bool ReadNumber(ref ReadOnlySpan<byte> rest)
    {
        var end = NumberSyntax.End(rest);
        var part = end < 0 ? rest : rest[..end];
        var number = part;
        if (end < 0 || !_text.IsEmpty)
        {
            _text.Append(part);
            number = _text.Bytes;
        }

        rest = rest[part.Length..];
        if (!_text.IsWhole)
            return Fail(JsonRpcFault.NumberOutOfRange);
        if (end < 0)
            return true;
        if (!NumberSyntax.IsNumber(number))
            return Fail(JsonRpcFault.NotJson);
        if (!NumberSyntax.IsInRange(number))
            return Fail(JsonRpcFault.NumberOutOfRange);

        EndValue();
        return _depth > 1 || TakeNumber(number);
    }

    private bool BeginLiteral(byte first)
    {
        _literal = first switch
        {
            (byte)'t' => Literals.True,
            (byte)'f' => Literals.False,
            (byte)'n' => Literals.Null,
            _ => [],
        };
        _literalLength = 0;
        _at = At.Literal;
        return _literal.Length > 0 || Fail(JsonRpcFault.NotJson);
    }

    private bool ReadLiteral(ref ReadOnlySpan<byte> rest)
    {
        var expected = _literal.AsSpan(_literalLength);
        var length = Math.Min(expected.Length, rest.Length);
        if (!rest[..length].SequenceEqual(expected[..length]))
            return Fail(JsonRpcFault.NotJson);

        rest = rest[length..];
        _literalLength += length;
        return length < expected.Length || EndValue();
    }

    private static class Literals
    {
        public static readonly byte[] True = "true"u8.ToArray();
        public static readonly byte[] False = "false"u8.ToArray();
        public static readonly byte[] Null = "null"u8.ToArray();
    }
}
