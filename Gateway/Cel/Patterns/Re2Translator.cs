using System.Globalization;
using System.Text;

namespace McpAspire.Gateway.Cel.Patterns;

/// <summary>
/// Translates a pattern of RE2 into one of the runtime that matches the same. They differ in what they allow, in what
/// <c>$</c> and <c>\d</c> are, and in that the runtime sees UTF-16 units where RE2 sees characters.
/// </summary>
internal sealed class Re2Translator
{
    private const int MaxLength = 1_024;

    /// <summary>As in RE2; also of repetitions within each other together.</summary>
    private const int MaxRepeat = 1_000;
    private const int MaxNesting = 50;

    private readonly string _pattern;
    private readonly StringBuilder _out = new();
    private Re2Flags _flags;
    private int _at;
    private int _nesting;

    private Re2Translator(string pattern) => _pattern = pattern;

    public static string Translate(string pattern)
    {
        if (pattern.Length > MaxLength)
            throw new PatternFault($"it is longer than {MaxLength} characters");

        var translator = new Re2Translator(pattern);
        translator.Alternatives();
        if (translator._at < pattern.Length)
            throw new PatternFault("a \")\" is too many");

        return translator._out.ToString();
    }

    /// <summary>Gives by how much repetitions within multiply.</summary>
    private int Alternatives()
    {
        if (++_nesting > MaxNesting)
            throw new PatternFault("it is nested too deeply");

        var flags = _flags;
        var most = 1;
        while (_at < _pattern.Length && _pattern[_at] != ')')
            if (_pattern[_at] == '|')
                _out.Append(_pattern[_at++]);
            else
                most = Math.Max(most, Repeated());

        _flags = flags;
        _nesting--;
        return most;
    }

    private int Repeated()
    {
        var start = _out.Length;
        var size = Atom();
        if (size == 0)
            return 1;

        var wasRepeated = false;
        while (Repeat() is var (text, count))
        {
            if (wasRepeated)
                throw new PatternFault("a repetition is repeated");

            wasRepeated = true;
            size *= Math.Max(count, 1);
            if (size > MaxRepeat)
                throw new PatternFault($"it repeats more than {MaxRepeat} times");

            _out.Insert(start, "(?:").Append(')').Append(text);
            if (_at < _pattern.Length && _pattern[_at] == '?')
                _out.Append(_pattern[_at++]);
        }

        return size;
    }

    /// <summary>The repetition here and how often it repeats at the most, or null.</summary>
    private (string Text, int Count)? Repeat()
    {
        if (_at >= _pattern.Length)
            return null;
        if (_pattern[_at] is '*' or '+' or '?')
            return (_pattern[_at++].ToString(), 1);
        if (_pattern[_at] != '{')
            return null;

        var end = _pattern.IndexOf('}', _at);
        var bounds = end < 0 ? [] : _pattern[(_at + 1)..end].Split(',');
        if (bounds.Length is not (1 or 2) || !IsNumber(bounds[0]) || !(bounds[^1] == "" || IsNumber(bounds[^1])))
            return null;

        var least = Bound(bounds[0]);
        var most = bounds.Length == 1 ? least : bounds[1] == "" ? -1 : Bound(bounds[1]);
        if (most >= 0 && most < least)
            throw new PatternFault("the bounds of a repetition are the wrong way round");

        var text = _pattern[_at..(end + 1)];
        _at = end + 1;
        return (text, Math.Max(least, most));
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static int Bound(string text) =>
        text.Length <= 4 && int.Parse(text, CultureInfo.InvariantCulture) is <= MaxRepeat and var bound
            ? bound
            : throw new PatternFault($"it repeats more than {MaxRepeat} times");

    /// <summary>
    /// Gives by how much repetitions within multiply; 0 for what cannot be repeated, as it matches nothing itself.
    /// </summary>
    private int Atom()
    {
        var letter = _pattern[_at];
        switch (letter)
        {
            case '(':
                return Group();
            case '[':
                CharacterClass.Read(_pattern, ref _at).Write(_out, _flags.IgnoreCase);
                return 1;
            case '.':
                _at++;
                CharacterClass.Any(_flags.DotAll).Write(_out, ignoreCase: false);
                return 1;
            case '^':
                _at++;
                _out.Append(_flags.MultiLine ? "(?m:^)" : "\\A");
                return 1;
            case '$':
                _at++;
                _out.Append(_flags.MultiLine ? "(?m:$)" : "\\z");
                return 1;
            case '*' or '+' or '?':
                throw new PatternFault($"\"{letter}\" repeats nothing");
            case '\\':
                return Escape();
            default:
                Literal(CharacterClass.ReadRune(_pattern, ref _at));
                return 1;
        }
    }

    private int Escape()
    {
        var letter = _at + 1 < _pattern.Length ? _pattern[_at + 1] : throw new PatternFault("it ends with a backslash");
        switch (letter)
        {
            case 'A' or 'b' or 'B' or 'z':
                _at += 2;
                _out.Append('\\').Append(letter);
                return 1;
            case 'Q':
                return Quoted();
            case 'C':
                throw new PatternFault("\\C is not supported");
            default:
                if (CharacterClass.TryReadShorthand(_pattern, ref _at) is { } shorthand)
                    shorthand.Write(_out, _flags.IgnoreCase);
                else
                    Literal(CharacterClass.ReadEscape(_pattern, ref _at));
                return 1;
        }
    }

    /// <summary><c>\Q…\E</c>: of it only the last character is repeated.</summary>
    private int Quoted()
    {
        var end = _pattern.IndexOf("\\E", _at, StringComparison.Ordinal);
        var limit = end < 0 ? _pattern.Length : end;
        for (_at += 2; _at < limit;)
            Literal(CharacterClass.ReadRune(_pattern, ref _at));
        _at = end < 0 ? limit : end + 2;
        return 0;
    }

    private void Literal(int codePoint) => CharacterClass.Of(codePoint).Write(_out, _flags.IgnoreCase);

    private int Group()
    {
        _at++;
        var outer = _flags;
        if (_at < _pattern.Length && _pattern[_at] == '?' && !GroupHead())
            return 0;

        _out.Append("(?:");
        var size = Alternatives();
        if (_at >= _pattern.Length)
            throw new PatternFault("a \"(\" is not closed");

        _at++;
        _out.Append(')');
        _flags = outer;
        return size;
    }

    /// <summary>What is behind <c>(?</c>. False when it is only flags, which are set from there on.</summary>
    private bool GroupHead()
    {
        _at++;
        if (_pattern[_at..] is ['P', '<', ..] or ['<', not ('=' or '!'), ..])
        {
            var close = _pattern.IndexOf('>', _at);
            var name = close < 0 ? "" : _pattern[(_pattern.IndexOf('<', _at) + 1)..close];
            if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
                throw new PatternFault("the name of a group is wrong");

            _at = close + 1;
            return true;
        }

        var isOn = true;
        for (; _at < _pattern.Length; _at++)
            switch (_pattern[_at])
            {
                case '-' when isOn: isOn = false; break;
                case 'i': _flags = _flags with { IgnoreCase = isOn }; break;
                case 'm': _flags = _flags with { MultiLine = isOn }; break;
                case 's': _flags = _flags with { DotAll = isOn }; break;
                case 'U': _flags = _flags with { Ungreedy = isOn }; break;
                case ':' or ')':
                    return _pattern[_at++] == ':';
                default:
                    throw new PatternFault("lookarounds and other groups behind \"(?\" are not supported");
            }
        throw new PatternFault("a \"(\" is not closed");
    }
}
