using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Identity.Tests.Running;

/// <summary>A verifier and its challenge (RFC 7636).</summary>
internal sealed record Pkce(string Verifier, string Challenge)
{
    public static Pkce Create()
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new Pkce(verifier, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
    }
}
