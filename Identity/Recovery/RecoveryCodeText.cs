using System.Security.Cryptography;

namespace McpAspire.Identity.Recovery;

/// <summary>
/// How a recovery code is written: 60 bits, in characters that nobody mistakes for each other on paper. Guessing one of
/// ten takes some 10^17 tries, and each is counted.
/// </summary>
internal static class RecoveryCodeText
{
    public const int MaxTypedLength = 64;

    private const string Characters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Length = 12;
    private const int GroupLength = 4;

    public static string Create() =>
        string.Join('-', RandomNumberGenerator.GetItems<char>(Characters, Length).Chunk(GroupLength)
            .Select(group => new string(group)));

    /// <summary>The characters alone, however somebody spaced them, or null when they cannot be a code.</summary>
    public static string? Normalize(string? typed)
    {
        if (typed is not { Length: <= MaxTypedLength })
            return null;

        var code = string.Concat(typed.Where(character => character != '-' && !char.IsWhiteSpace(character)))
            .ToLowerInvariant();
        return code.Length == Length && code.All(Characters.Contains) ? code : null;
    }
}
