using System.Globalization;
using System.Text;

namespace McpAspire.Identity.Clients.Rules;

/// <summary>
/// What a client may be called. The name is shown when a person is asked to agree, so it must be seen there, and must
/// not be able to rearrange that page.
/// </summary>
internal static class ClientName
{
    public const int MaxLength = 100;

    /// <summary>One accent on another is writing; a tower of them is a picture over the lines around it.</summary>
    private const int MaxMarksInARow = 3;

    /// <summary>Why a person cannot be shown the name, or null if they can.</summary>
    public static string? ProblemOf(string name)
    {
        if (name.Length > MaxLength)
            return $"The client name may have at most {MaxLength} characters.";

        var (marks, isVisible) = (0, false);
        foreach (var rune in name.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (!CanBeShown(category) || IsBlank(rune.Value))
                return "The client name holds characters that cannot be shown.";

            var isMark = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.SpacingCombiningMark;
            marks = isMark ? marks + 1 : 0;
            if ((isMark && !isVisible) || marks > MaxMarksInARow)
                return "The client name holds accents that stand on no letter.";
            isVisible |= category is not UnicodeCategory.SpaceSeparator;
        }

        return isVisible ? null : "The client name is blank.";
    }

    /// <summary>Format characters are those that turn the direction of writing, among others.</summary>
    private static bool CanBeShown(UnicodeCategory category) => category
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    /// <summary>
    /// Unicode's default ignorable code points that are letters or marks by their category, and the empty Braille cell:
    /// fonts draw nothing for them.
    /// </summary>
    private static bool IsBlank(int point) => point
        is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);
}
