using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Federation.Names;

/// <summary>
/// Names of tools and prompts in the federation: <c>{prefix}_{name}</c>, however many servers there are. A prefix has
/// no '_', so the first one separates.
/// </summary>
internal static class FederatedName
{
    /// <summary>What the interfaces of models take for the name of a tool.</summary>
    public const int MaxLength = 64;

    private const char Separator = '_';
    private const int MaxOwnLength = 128;
    private const int HashBytes = 6;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <summary>
    /// Whether a server may have a tool of this name in the federation: 1 to 128 of <c>A-Za-z0-9_.-</c>, which is what
    /// the specification recommends. It leaves no room for letters that only look alike, nor for invisible ones.
    /// </summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxOwnLength && !name.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>
    /// The name in the federation. One that would be too long ends in a hash of all of it: the same on every replica
    /// and at every start.
    /// </summary>
    public static string Of(string prefix, string name)
    {
        var full = $"{prefix}{Separator}{name}";
        if (full.Length <= MaxLength)
            return full;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashBytes));
        return $"{full[..(MaxLength - 1 - hash.Length)]}{Separator}{hash}";
    }

    /// <summary>The prefix of a name in the federation; null if it has none.</summary>
    public static string? PrefixOf(string name)
    {
        var end = name.IndexOf(Separator);
        return end > 0 ? name[..end] : null;
    }
}
