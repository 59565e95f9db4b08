using System.Globalization;
using System.Text;

namespace McpAspire.Gateway.Cel.Patterns;

/// <summary>A set of characters: ranges of code points, and categories of Unicode.</summary>
internal sealed partial class CharacterClass
{
    private const int Last = 0x10FFFF;

    private readonly List<(int First, int Last)> _ranges = [];
    private readonly List<(string Category, bool IsNegated)> _categories = [];
    private bool _isNegated;

    public static CharacterClass Of(int codePoint) => new CharacterClass().Add(codePoint, codePoint);

    public static CharacterClass Any(bool withNewline) =>
        withNewline ? new CharacterClass().Add(0, Last) : new CharacterClass { _isNegated = true }.Add('\n', '\n');

    /// <summary>
    /// Writes what matches one character. Those beyond U+FFFF are two units for the runtime, and a half of one is never
    /// a character.
    /// </summary>
    public void Write(StringBuilder output, bool ignoreCase)
    {
        var ranges = Normalized();
        if (!ignoreCase && _categories.Count == 0 && ranges is [(<= 0xFFFF, _) one] && one.First == one.Last)
        {
            output.Append(Unit(one.First));
            return;
        }

        output.Append(ignoreCase ? "(?i:" : "(?:");
        var alternatives = new List<string>();
        if (Basic(ranges) is { } basic)
            alternatives.Add(basic);
        foreach (var (first, last) in ranges)
            if (last > 0xFFFF)
                alternatives.AddRange(Pairs(Math.Max(first, 0x10000), last));
        if (_categories.Count > 0 && _isNegated && !Covers(ranges))
            alternatives.Add("[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]");
        output.Append(alternatives.Count == 0 ? "[^\\s\\S]" : string.Join('|', alternatives)).Append(')');
    }

    private CharacterClass Add(int first, int last)
    {
        if (first > last)
            throw new PatternFault("a range is the wrong way round");

        _ranges.Add((first, last));
        return this;
    }

    private CharacterClass AddAll(CharacterClass other)
    {
        _ranges.AddRange(other._categories.Count == 0 ? other.Normalized() : other._ranges);
        _categories.AddRange(other._categories);
        return this;
    }

    /// <summary>Sorted and joined, and turned round where the class is negated and has no categories.</summary>
    private List<(int First, int Last)> Normalized()
    {
        var joined = new List<(int First, int Last)>();
        foreach (var (first, last) in _ranges.Order())
            if (joined.Count > 0 && first <= joined[^1].Last + 1)
                joined[^1] = (joined[^1].First, Math.Max(last, joined[^1].Last));
            else
                joined.Add((first, last));
        if (!_isNegated || _categories.Count > 0)
            return joined;

        var others = new List<(int First, int Last)>();
        var next = 0;
        foreach (var (first, last) in joined)
        {
            if (first > next)
                others.Add((next, first - 1));
            next = last + 1;
        }

        if (next <= Last)
            others.Add((next, Last));
        return others;
    }

    private static bool Covers(List<(int First, int Last)> ranges) => ranges.Any(range => range.Last == Last);

    /// <summary>
    /// The part up to U+FFFF as a class of the runtime, without the halves of pairs; null if it is empty.
    /// </summary>
    private string? Basic(List<(int First, int Last)> ranges)
    {
        var text = new StringBuilder();
        foreach (var (category, isNegated) in _categories)
            text.Append(CultureInfo.InvariantCulture, $"\\{(isNegated ? 'P' : 'p')}{{{category}}}");
        foreach (var (first, last) in ranges)
            if (first <= 0xFFFF)
                text.Append(Unit(first)).Append('-').Append(Unit(Math.Min(last, 0xFFFF)));
        if (text.Length == 0)
            return null;

        return _isNegated && _categories.Count > 0
            ? $"[^{text}\\uD800-\\uDFFF]"
            : $"[{text}-[\\uD800-\\uDFFF]]";
    }

    private static IEnumerable<string> Pairs(int first, int last)
    {
        var (high, low) = Halves(first);
        var (lastHigh, lastLow) = Halves(last);
        if (high == lastHigh)
        {
            yield return $"{Unit(high)}[{Unit(low)}-{Unit(lastLow)}]";
            yield break;
        }

        yield return $"{Unit(high)}[{Unit(low)}-\\uDFFF]";
        if (lastHigh - high > 1)
            yield return $"[{Unit(high + 1)}-{Unit(lastHigh - 1)}][\\uDC00-\\uDFFF]";
        yield return $"{Unit(lastHigh)}[\\uDC00-{Unit(lastLow)}]";
    }

    private static (int High, int Low) Halves(int codePoint)
    {
        var offset = codePoint - 0x10000;
        return (0xD800 + (offset >> 10), 0xDC00 + (offset & 0x3FF));
    }

    private static string Unit(int unit) => $"\\u{unit:X4}";
}
