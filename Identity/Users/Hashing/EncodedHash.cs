namespace McpAspire.Identity.Users.Hashing;

/// <summary>Reads a stored hash of any kind that Authelia or ASP.NET Core Identity writes.</summary>
internal static class EncodedHash
{
    /// <summary>What files made for older versions of Authelia write before the hash.</summary>
    private const string CryptPrefix = "{CRYPT}";
    private const int MaxLength = 512;

    /// <summary>
    /// The hash; null if the kind is unknown, or its cost is beyond what this service would ever spend on a sign-in.
    /// </summary>
    public static IEncodedHash? Parse(string? encoded)
    {
        if (string.IsNullOrEmpty(encoded) || encoded.Length > MaxLength)
            return null;
        if (encoded.StartsWith(CryptPrefix, StringComparison.OrdinalIgnoreCase))
            encoded = encoded[CryptPrefix.Length..];
        if (encoded[0] != '$')
            return AspNetHash.Parse(encoded);

        var fields = encoded.Split('$')[1..];
        return fields[0] switch
        {
            "argon2id" or "argon2i" or "argon2d" => Argon2Hash.Parse(fields),
            "2a" or "2b" or "2y" => BcryptHash.Parse(fields),
            "bcrypt-sha256" => BcryptSha256Hash.Parse(fields),
            "scrypt" => ScryptHash.Parse(fields),
            "5" or "6" => ShaCryptHash.Parse(fields),
            _ => Pbkdf2Hash.Parse(fields),
        };
    }
}
