using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Identity.Regulation;

/// <summary>
/// What stands in keys for a name. The name is whatever somebody typed: a password in the wrong field, or a megabyte.
/// </summary>
internal static class SubjectDigest
{
    public static string Of(string subject) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(subject.ToUpperInvariant())));
}
