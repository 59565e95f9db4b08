namespace McpAspire.Identity.Users.Hashing;

/// <summary><c>$2b$12$…</c>, in which 22 characters of salt and 31 of hash stand together.</summary>
internal sealed record BcryptHash(string Encoded) : IEncodedHash
{
    public const int MinCost = 4;
    public const int MaxCost = 16;
    private const int SaltAndHashLength = 53;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static BcryptHash? Parse(string[] fields) =>
        fields is [var kind, { Length: 2 } cost, { Length: SaltAndHashLength } rest]
        && HashFields.Number(cost, MinCost, MaxCost) is not null
        && !rest.AsSpan().ContainsAnyExcept(Alphabet)
            ? new BcryptHash($"${kind}${cost}${rest}")
            : null;

    public bool Verify(string password) => BCrypt.Net.BCrypt.Verify(password, Encoded);
}
