using System.Text;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>
/// The functions of strings that cel-go documents as an extension. Places are counted in code points.
/// </summary>
internal static class StringLibrary
{
    public static void Add(FunctionSet set)
    {
        set.Member("charAt", "string, int -> string", (text, index, ref _) => CharAt(text.AsString, index.AsInt));
        set.Member("indexOf", "string, string -> int",
            (text, part, ref _) => Place(text.AsString, Search.IndexOf(text.AsString, part.AsString, 0)));
        set.MemberMany("indexOf", "string, string, int -> int",
            (values, ref _) => IndexOf(values[0].AsString, values[1].AsString, values[2].AsInt));
        set.Member("lastIndexOf", "string, string -> int", (text, part, ref _) =>
            Place(text.AsString, Search.LastIndexOf(text.AsString, part.AsString, text.AsString.Length)));
        set.MemberMany("lastIndexOf", "string, string, int -> int",
            (values, ref _) => LastIndexOf(values[0].AsString, values[1].AsString, values[2].AsInt));
        set.Member("substring", "string, int -> string",
            (text, start, ref _) => Substring(text.AsString, start.AsInt, CodePoints.Count(text.AsString)));
        set.MemberMany("substring", "string, int, int -> string",
            (values, ref _) => Substring(values[0].AsString, values[1].AsInt, values[2].AsInt));

        set.Member("lowerAscii", "string -> string",
            (text, ref _) => CelValue.Of(Ascii(text.AsString, isUpper: false)));
        set.Member("upperAscii", "string -> string", (text, ref _) => CelValue.Of(Ascii(text.AsString, isUpper: true)));
        set.Member("trim", "string -> string", (text, ref _) => CelValue.Of(text.AsString.Trim()));
        set.Member("reverse", "string -> string", (text, ref _) => CelValue.Of(CodePoints.Reverse(text.AsString)));
        set.Global("strings.quote", "string -> string", (text, ref _) => CelValue.Of(Quote(text.AsString)));

        set.MemberMany("replace", "string, string, string -> string", (values, ref frame) =>
            Replacing.Replace(values[0].AsString, values[1].AsString, values[2].AsString, -1, ref frame));
        set.MemberMany("replace", "string, string, string, int -> string", (values, ref frame) =>
            Replacing.Replace(values[0].AsString, values[1].AsString, values[2].AsString, values[3].AsInt, ref frame));
        set.Member("split", "string, string -> list(string)", (text, separator, ref frame) =>
            Replacing.Split(text.AsString, separator.AsString, -1, ref frame));
        set.MemberMany("split", "string, string, int -> list(string)", (values, ref frame) =>
            Replacing.Split(values[0].AsString, values[1].AsString, values[2].AsInt, ref frame));
        set.Member("join", "list(string) -> string", (list, ref frame) => Replacing.Join(list.AsList, "", ref frame));
        set.Member("join", "list(string), string -> string",
            (list, separator, ref frame) => Replacing.Join(list.AsList, separator.AsString, ref frame));
        set.Member("format", "string, list(dyn) -> string", (text, values, ref frame) =>
            new Formatter(text.AsString, values.AsList).Format(ref frame));
    }

    private static CelValue CharAt(string text, long index)
    {
        var offset = CodePoints.Offset(text, index);
        if (offset < 0)
            return CelErrors.OutOfRange(index);

        return CelValue.Of(text.Substring(offset, offset == text.Length ? 0 : CodePoints.IsPair(text, offset) ? 2 : 1));
    }

    private static CelValue IndexOf(string text, string part, long start)
    {
        var offset = CodePoints.Offset(text, start);
        return offset < 0 ? CelErrors.OutOfRange(start) : Place(text, Search.IndexOf(text, part, offset));
    }

    private static CelValue LastIndexOf(string text, string part, long latest)
    {
        var offset = CodePoints.Offset(text, latest);
        return offset < 0 ? CelErrors.OutOfRange(latest) : Place(text, Search.LastIndexOf(text, part, offset));
    }

    private static CelValue Place(string text, int offset) => CelValue.Of((long)CodePoints.Index(text, offset));

    private static CelValue Substring(string text, long start, long end)
    {
        if (start > end)
            return CelErrors.OutOfRange(start);

        var (first, last) = (CodePoints.Offset(text, start), CodePoints.Offset(text, end));
        return first < 0 ? CelErrors.OutOfRange(start)
            : last < 0 ? CelErrors.OutOfRange(end)
            : CelValue.Of(text[first..last]);
    }

    private static string Ascii(string text, bool isUpper) =>
        string.Create(text.Length, (text, isUpper), static (letters, source) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                var letter = source.text[i];
                letters[i] = source.isUpper && char.IsAsciiLetterLower(letter) ? (char)(letter - 'a' + 'A')
                    : !source.isUpper && char.IsAsciiLetterUpper(letter) ? (char)(letter - 'A' + 'a')
                    : letter;
            }
        });

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
            quoted.Append(rune.Value switch
            {
                '\a' => "\\a",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\v' => "\\v",
                '\\' => "\\\\",
                '"' => "\\\"",
                _ => rune.ToString(),
            });
        return quoted.Append('"').ToString();
    }
}
