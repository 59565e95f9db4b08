namespace McpAspire.Identity.Factors;

/// <summary>The name that a person gives a factor: one short line of text, as the database takes it.</summary>
internal static class FactorName
{
    public const int MaxLength = 64;

    public static string Of(string? typed, string otherwise)
    {
        var name = new string([.. (typed ?? string.Empty).Where(character => !char.IsControl(character))]).Trim();
        if (name.Length == 0)
            return otherwise;

        // Half a surrogate pair would be no text that could be stored.
        var length = Math.Min(name.Length, MaxLength);
        return name[..(char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)];
    }
}
