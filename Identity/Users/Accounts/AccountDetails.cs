using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace McpAspire.Identity.Users.Accounts;

/// <summary>What an account has beside its name, and why a value of it will not do.</summary>
internal static class AccountDetails
{
    private const int EmailLength = 254;

    public static string? EmailProblemOf(string? email)
    {
        if (email is null)
            return null;
        // The address goes into headers of mails, where a line break or a second address would start another.
        return email.Length <= EmailLength && email.All(c => c is > ' ' and < '\x7f' and not (',' or ';' or '<' or '>'))
            && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email
            ? null
            : $"'{Shown(email)}' is not an e-mail address.";
    }

    public static string? DisplayNameProblemOf(string? name)
    {
        if (name is null)
            return null;
        if (name.Length is 0 or > Account.DisplayNameLength)
            return $"The display name needs 1 to {Account.DisplayNameLength} characters.";
        // Characters that turn or hide text would let one person's row in a list pass for another's.
        return name.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            ? "The display name holds characters that cannot be shown."
            : null;
    }

    /// <summary>What was typed, without what a terminal or a log would act on.</summary>
    public static string Shown(string text) =>
        new([.. text.Take(AccountName.MaxLength).Select(c => char.IsControl(c) ? '?' : c)]);
}
