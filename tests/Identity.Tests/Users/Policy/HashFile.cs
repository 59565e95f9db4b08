using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Identity.Tests.Users.Policy;

/// <summary>Writes lists of hashes as the downloader of Have I Been Pwned does.</summary>
internal static class HashFile
{
    public static string Of(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));

    public static Task WriteAsync(string path, params IEnumerable<string> passwords) => File.WriteAllTextAsync(
        path,
        string.Concat(passwords.Select(Of).Order(StringComparer.Ordinal)
            .Select((hash, index) => $"{hash}:{index * index * index}\r\n")),
        TestContext.Current.CancellationToken);
}
