using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Attacks;

/// <summary>Identity's own signing key, read from its disk: with it a test varies one claim and nothing else.</summary>
internal sealed class SigningKey
{
    private readonly string _pem;

    private SigningKey(string pem) => _pem = pem;

    public static SigningKey Of(Stack stack) => new(File.ReadAllText(
        Assert.Single(Directory.EnumerateFiles(stack.DataDirectory, "signing.pem", SearchOption.AllDirectories))));

    public string Sign(Jwt token)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(_pem);
        var unsigned = (token with { Signature = "" }).ToString().TrimEnd('.');
        var signature = rsa.SignData(
            Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{unsigned}.{Base64Url.EncodeToString(signature)}";
    }
}
