using System.Buffers.Binary;
using System.Globalization;

namespace McpAspire.Identity.Clients.Configured;

/// <summary>
/// Brings a hash of a secret in the modular crypt format of passlib, which Authelia uses, into the form in which
/// OpenIddict compares secrets: the same PBKDF2, with its parameters in front in binary.
/// </summary>
internal static class StoredSecretHash
{
    private const int LeastIterations = 10_000;
    private const int MostIterations = 2_000_000;
    private const int LeastSalt = 8;
    private const int LeastHash = 16;
    private const int Most = 256;

    /// <summary>OpenIddict's own form, or null for what is no such hash or a weak one.</summary>
    public static string? Of(string value)
    {
        if (value.Split('$') is not ["", var variant, var rounds, var salt, var hash]
            || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < LeastIterations or > MostIterations
            || Decode(salt) is not { Length: >= LeastSalt and <= Most } saltBytes
            || Decode(hash) is not { Length: >= LeastHash and <= Most } hashBytes)
        {
            return null;
        }

        uint? algorithm = variant switch
        {
            "pbkdf2-sha256" => 1,
            "pbkdf2-sha512" => 2,
            _ => null,
        };
        return algorithm is { } known ? Encode(known, iterations, saltBytes, hashBytes) : null;
    }

    private static string Encode(uint algorithm, int iterations, byte[] salt, byte[] hash)
    {
        var header = new byte[1 + (3 * sizeof(uint))];
        header[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(1), algorithm);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(5), (uint)iterations);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(9), (uint)salt.Length);
        return Convert.ToBase64String([.. header, .. salt, .. hash]);
    }

    /// <summary>Base64 without padding, and with a dot for the plus.</summary>
    private static byte[]? Decode(string value)
    {
        var text = value.Replace('.', '+');
        text = text.PadRight(text.Length + ((4 - (text.Length % 4)) % 4), '=');
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : null;
    }
}
