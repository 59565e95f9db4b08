using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Identity.Storage;

/// <summary>What stands in keys and columns for something long, or for something that is a credential.</summary>
internal static class Digest
{
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string Of(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(SHA256.HashData(bytes));
}
