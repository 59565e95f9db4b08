namespace McpAspire.Identity.OAuth.Device;

/// <summary>
/// How a user code is written: eight of the consonants that RFC 8628, section 6.1, proposes, which spell no word and
/// are typed on any keyboard. There are 20^8 of them, of which each is good for minutes.
/// </summary>
internal static class UserCodeText
{
    public const string Characters = "BCDFGHJKLMNPQRSTVWXZ";
    public const int Length = 8;
    public const int MaxTypedLength = 64;
    private const int GroupLength = 4;

    /// <summary>The characters alone, however somebody spaced them, or null when they cannot be a code.</summary>
    public static string? Normalize(string? typed)
    {
        if (typed is not { Length: <= MaxTypedLength })
            return null;

        var code = string.Concat(typed.Where(character => !char.IsPunctuation(character)
            && !char.IsWhiteSpace(character))).ToUpperInvariant();
        return code.Length == Length && code.All(Characters.Contains) ? code : null;
    }

    public static string Display(string code) =>
        string.Join('-', code.Chunk(GroupLength).Select(group => new string(group)));
}
