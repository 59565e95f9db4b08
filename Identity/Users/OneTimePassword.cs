using System.Security.Cryptography;

namespace McpAspire.Identity.Users;

/// <summary>
/// Passwords that an operator hands over: 125 bits, in characters that nobody mistakes for each other.
/// </summary>
internal static class OneTimePassword
{
    private const string Characters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Length = 25;
    private const int GroupLength = 5;

    public static string Create() =>
        string.Join('-', RandomNumberGenerator.GetItems<char>(Characters, Length).Chunk(GroupLength)
            .Select(group => new string(group)));
}
