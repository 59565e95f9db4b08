using McpAspire.Gateway.Cel.Diagnostics;

namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>Cuts the source into its lexical elements (langdef, Syntax).</summary>
internal sealed class Lexer(string source)
{
    private static readonly string[] Symbols =
    [
        "==", "!=", "<=", ">=", "&&", "||",
        "<", ">", "[", "]", "{", "}", "(", ")", ".", ",", "-", "!", "?", ":", "+", "*", "/", "%",
    ];

    private int _at;

    public Token Next()
    {
        SkipBlanks();
        var start = _at;
        if (_at == source.Length)
            return Token(TokenKind.End, start);

        if (LiteralReader.Begins(source, start, out var prefix))
            return String(start, prefix);
        if (IsNameStart(Peek()))
            return Name(start);
        if (char.IsAsciiDigit(Peek()) || (Peek() == '.' && char.IsAsciiDigit(Peek(1))))
            return Number(start);
        if (Peek() == '`')
            return QuotedName(start);

        foreach (var symbol in Symbols)
            if (string.CompareOrdinal(source, start, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return new(TokenKind.Symbol, new(start, _at), symbol);
            }

        throw Unknown(start);
    }

    private static bool IsNameStart(char unit) => char.IsAsciiLetter(unit) || unit == '_';

    private static bool IsNamePart(char unit) => char.IsAsciiLetterOrDigit(unit) || unit == '_';

    private static bool IsQuotedPart(char unit) => IsNamePart(unit) || unit is '.' or '-' or '/' or ' ';

    private char Peek(int ahead = 0) => _at + ahead < source.Length ? source[_at + ahead] : '\0';

    private Token Token(TokenKind kind, int start) => new(kind, new(start, _at), source[start.._at]);

    private void SkipBlanks()
    {
        while (_at < source.Length)
            if (source[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
                _at++;
            else if (source[_at] == '/' && Peek(1) == '/')
                SkipWhile(unit => unit != '\n');
            else
                return;
    }

    private void SkipWhile(Func<char, bool> matches)
    {
        while (_at < source.Length && matches(source[_at]))
            _at++;
    }

    private Token Name(int start)
    {
        SkipWhile(IsNamePart);
        return Token(TokenKind.Name, start);
    }

    private Token QuotedName(int start)
    {
        _at++;
        SkipWhile(IsQuotedPart);
        if (Peek() != '`' || _at == start + 1)
            throw new SyntaxFault(
                new(start, _at), "A name in backquotes has only letters, digits, '_', '.', '-', '/' and spaces");

        _at++;
        return new(TokenKind.QuotedName, new(start, _at), source[(start + 1)..(_at - 1)]);
    }

    private Token Number(int start)
    {
        var kind = TokenKind.Int;
        if (Peek() == '0' && Peek(1) == 'x' && char.IsAsciiHexDigit(Peek(2)))
        {
            _at += 2;
            SkipWhile(char.IsAsciiHexDigit);
        }
        else
        {
            SkipWhile(char.IsAsciiDigit);
            if (Peek() == '.' && char.IsAsciiDigit(Peek(1)))
            {
                kind = TokenKind.Double;
                _at++;
                SkipWhile(char.IsAsciiDigit);
            }

            if (SkipExponent())
                kind = TokenKind.Double;
        }

        if (kind == TokenKind.Int && Peek() is 'u' or 'U')
        {
            kind = TokenKind.Uint;
            _at++;
        }

        return Token(kind, start);
    }

    private bool SkipExponent()
    {
        var sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (Peek() is not ('e' or 'E') || !char.IsAsciiDigit(Peek(1 + sign)))
            return false;

        _at += 1 + sign;
        SkipWhile(char.IsAsciiDigit);
        return true;
    }

    private Token String(int start, LiteralPrefix prefix)
    {
        var reader = new LiteralReader(source, start, prefix);
        var text = reader.Read(out _at);
        return new(prefix.IsBytes ? TokenKind.Bytes : TokenKind.String, new(start, _at), text);
    }

    private SyntaxFault Unknown(int start)
    {
        var length = char.IsHighSurrogate(Peek()) ? 2 : 1;
        var suggestion = Peek() switch
        {
            '=' => "Equality is written \"==\".",
            '&' => "And is written \"&&\".",
            '|' => "Or is written \"||\".",
            '“' or '”' or '‘' or '’' => "Strings are written in straight quotes.",
            _ => null,
        };
        var end = Math.Min(start + length, source.Length);
        return new SyntaxFault(new CelSpan(start, end), $"Unexpected character '{source[start..end]}'", suggestion);
    }
}
