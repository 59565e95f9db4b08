using System.Globalization;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>Reads the fields between the dollar signs of a hash.</summary>
internal static class HashFields
{
    /// <summary>A shorter hash would be hit by chance, or by whoever wrote it.</summary>
    public const int MinKeyBytes = 16;
    public const int MaxKeyBytes = 128;
    private const int MaxSaltBytes = 128;

    public static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most
            ? number
            : null;

    /// <summary>The numbers of <c>m=1,t=2,p=3</c>, where exactly those names stand in that order.</summary>
    public static IReadOnlyList<string>? Values(string text, params ReadOnlySpan<string> names)
    {
        var pairs = text.Split(',');
        if (pairs.Length != names.Length)
            return null;

        var values = new string[pairs.Length];
        for (var index = 0; index < pairs.Length; index++)
        {
            if (!pairs[index].StartsWith(names[index] + "=", StringComparison.Ordinal))
                return null;
            values[index] = pairs[index][(names[index].Length + 1)..];
        }

        return values;
    }

    public static byte[]? Salt(string text) => Base64(text) is { Length: <= MaxSaltBytes } salt ? salt : null;

    public static byte[]? Key(string text) =>
        Base64(text) is { Length: >= MinKeyBytes and <= MaxKeyBytes } key ? key : null;

    /// <summary>Base64 as the PHC string format has it: without padding. Some writers add it.</summary>
    private static byte[]? Base64(string text)
    {
        var bare = text.TrimEnd('=');
        var padded = bare.PadRight((bare.Length + 3) / 4 * 4, '=');
        var buffer = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, buffer, out var length) ? buffer[..length] : null;
    }
}
