using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace McpAspire.Gateway.Cel.Patterns;

/// <content>The syntax of classes and escapes (RE2).</content>
internal sealed partial class CharacterClass
{
    /// <summary>What <c>\d</c>, <c>[:alpha:]</c> and the like are: ASCII and nothing else.</summary>
    private static readonly FrozenDictionary<string, string> Named = new Dictionary<string, string>
    {
        ["d"] = "09", ["s"] = "\t\n\f\r  ", ["w"] = "09AZ__az",
        ["alnum"] = "09AZaz", ["alpha"] = "AZaz", ["ascii"] = "\0\x7F", ["blank"] = "\t\t  ",
        ["cntrl"] = "\0\x1F\x7F\x7F",
        ["digit"] = "09", ["graph"] = "!~", ["lower"] = "az", ["print"] = " ~", ["punct"] = "!/:@[`{~",
        ["space"] = "\t\r  ", ["upper"] = "AZ", ["word"] = "09AZ__az", ["xdigit"] = "09AFaf",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Categories = FrozenSet.Create(
        "C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No",
        "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs");

    /// <summary>Reads from <c>[</c> to its <c>]</c>.</summary>
    public static CharacterClass Read(string pattern, ref int at)
    {
        var result = new CharacterClass();
        at++;
        if (at < pattern.Length && pattern[at] == '^')
        {
            result._isNegated = true;
            at++;
        }

        for (var isFirst = true; ; isFirst = false)
        {
            if (at >= pattern.Length)
                throw new PatternFault("a \"[\" is not closed");
            if (pattern[at] == ']' && !isFirst)
                break;

            Member(result, pattern, ref at);
        }

        at++;
        return result;
    }

    /// <summary><c>\d</c>, <c>\pN</c>, <c>\p{Lu}</c> and their opposites; null for another escape.</summary>
    public static CharacterClass? TryReadShorthand(string pattern, ref int at)
    {
        if (pattern[at] != '\\' || at + 1 >= pattern.Length)
            return null;

        var letter = pattern[at + 1];
        if (letter is 'd' or 's' or 'w' or 'D' or 'S' or 'W')
        {
            at += 2;
            return OfName(char.ToLowerInvariant(letter).ToString(), char.IsUpper(letter));
        }

        if (letter is not ('p' or 'P'))
            return null;

        at += 2;
        var end = at < pattern.Length && pattern[at] == '{' ? pattern.IndexOf('}', at) : at;
        if (end < at || end >= pattern.Length)
            throw new PatternFault("a category of Unicode is not closed");

        var name = end == at ? pattern[at].ToString() : pattern[(at + 1)..end];
        at = end + 1;
        var isNegated = (letter == 'P') != name.StartsWith('^');
        name = name.TrimStart('^');
        if (!Categories.Contains(name))
            throw new PatternFault($"the category \"{name}\" is not supported");

        var result = new CharacterClass();
        result._categories.Add((name, isNegated));
        return result;
    }

    /// <summary>An escape that is one character.</summary>
    public static int ReadEscape(string pattern, ref int at)
    {
        var letter = at + 1 < pattern.Length ? pattern[at + 1] : throw new PatternFault("it ends with a backslash");
        at += 2;
        switch (letter)
        {
            case 'a': return '\a';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case 'x': return Hex(pattern, ref at);
            case '0': return Octal(pattern, ref at);
            default:
                if (char.IsAsciiLetterOrDigit(letter) || letter > '\x7F')
                    throw new PatternFault($"\\{letter} is not supported");
                return letter;
        }
    }

    public static int ReadRune(string pattern, ref int at)
    {
        if (!Rune.TryGetRuneAt(pattern, at, out var rune))
            throw new PatternFault("it is no valid Unicode");

        at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private static void Member(CharacterClass result, string pattern, ref int at)
    {
        if (pattern.AsSpan(at).StartsWith("[:"))
        {
            var end = pattern.IndexOf(":]", at, StringComparison.Ordinal);
            var name = end < 0 ? "" : pattern[(at + 2)..end];
            if (!Named.ContainsKey(name.TrimStart('^')) || name.Length < 3)
                throw new PatternFault($"the class \"{name}\" is not known");

            result.AddAll(OfName(name.TrimStart('^'), name[0] == '^'));
            at = end + 2;
            return;
        }

        if (TryReadShorthand(pattern, ref at) is { } shorthand)
        {
            result.AddAll(shorthand);
            return;
        }

        var first = One(pattern, ref at);
        var isRange = at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']';
        if (isRange)
            at++;
        result.Add(first, isRange ? One(pattern, ref at) : first);
    }

    private static int One(string pattern, ref int at) =>
        pattern[at] == '\\' ? ReadEscape(pattern, ref at) : ReadRune(pattern, ref at);

    private static CharacterClass OfName(string name, bool isNegated)
    {
        var result = new CharacterClass { _isNegated = isNegated };
        var bounds = Named[name];
        for (var i = 0; i < bounds.Length; i += 2)
            result.Add(bounds[i], bounds[i + 1]);
        return result;
    }

    private static int Hex(string pattern, ref int at)
    {
        var isBraced = at < pattern.Length && pattern[at] == '{';
        var end = isBraced ? pattern.IndexOf('}', at) : Math.Min(at + 2, pattern.Length);
        var digits = end < at ? "" : pattern[(isBraced ? at + 1 : at)..end];
        if (digits.Length is 0 or > 6 || (!isBraced && digits.Length != 2)
            || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value > Last)
            throw new PatternFault("a number behind \\x is wrong");

        at = isBraced ? end + 1 : end;
        return value;
    }

    private static int Octal(string pattern, ref int at)
    {
        var value = 0;
        for (var i = 0; i < 2 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; i++)
            value = (value * 8) + (pattern[at++] - '0');
        return value;
    }
}
