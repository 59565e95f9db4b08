namespace McpAspire.Identity.Administration;

/// <summary>What people typed into forms, in the form in which it is kept.</summary>
internal static class FormText
{
    private static readonly char[] Gaps = [',', ' ', '\t', '\r', '\n'];

    /// <summary>Without the gaps around it; nothing where there is nothing else.</summary>
    public static string? Of(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    /// <summary>Words with commas, spaces or line breaks between.</summary>
    public static IReadOnlyList<string> Words(string? typed) =>
        typed?.Split(Gaps, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
