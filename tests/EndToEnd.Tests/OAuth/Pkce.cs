using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.EndToEnd.Tests.OAuth;

/// <summary>RFC 7636: a secret of the client, and the S256 challenge that commits to it.</summary>
internal sealed record Pkce(string Verifier, string Challenge)
{
    public static Pkce Create()
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new Pkce(verifier, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
    }
}
