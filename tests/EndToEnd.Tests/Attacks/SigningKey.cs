using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Attacks;

/// <summary>Identity's own signing key: with it a test varies one claim and nothing else.</summary>
internal sealed class SigningKey
{
    private const int Bits = 2048;
    private readonly string _pem;

    private SigningKey(string pem) => _pem = pem;

    /// <summary>
    /// Puts a key where earlier versions had theirs, from where identity takes it over; what it keeps it in is sealed.
    /// </summary>
    public static string Plant(string dataDirectory)
    {
        using var rsa = RSA.Create(Bits);
        var pem = rsa.ExportPkcs8PrivateKeyPem();
        var keys = Directory.CreateDirectory(Path.Combine(dataDirectory, "identity", "keys"));
        File.WriteAllText(Path.Combine(keys.FullName, "signing.pem"), pem);
        return pem;
    }

    public static SigningKey Of(Stack stack) => new(
        stack.SigningPem ?? throw new InvalidOperationException("The stack runs on the data of an earlier one."));

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
