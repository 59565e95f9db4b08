using System.Security.Cryptography;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>
/// How a row is tied to the one before. A line is <c>{"seq":N,…,"hash":"H"}</c>; H is the SHA-256, in hexadecimal, of
/// the previous H, the two characters and the line feed that end its line, and this line up to and without
/// <c>,"hash":</c>. These bytes stand in the file one after another.
/// </summary>
internal static class ChainLink
{
    public const int HashLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>What a hash is followed by.</summary>
    public static readonly byte[] LineEnd = "\"}\n"u8.ToArray();

    public static readonly byte[] HashMember = ",\"hash\":\""u8.ToArray();

    public static readonly byte[] SequenceMember = "{\"seq\":"u8.ToArray();

    /// <summary>Before the first row of a trail.</summary>
    public static readonly string None = new('0', HashLength);
}
