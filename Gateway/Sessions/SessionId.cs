using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Sessions;

/// <summary>Ids of sessions: made here, never taken from a client or a server.</summary>
internal static class SessionId
{
    private const int Bytes = 32;

    /// <summary>The characters of 32 bytes in base64url.</summary>
    private const int Characters = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether it could be one; anything else is not even looked for.</summary>
    public static bool IsPossible(string id) => id.Length == Characters && Base64Url.IsValid(id);

    /// <summary>Where the shared state keeps it: who reads the state does not learn the id.</summary>
    public static string KeyOf(string id)
    {
        Span<byte> text = stackalloc byte[Characters];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.ASCII.GetBytes(id, text)], hash);
        return "gw:session:" + Base64Url.EncodeToString(hash);
    }
}
