using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users.Policy;

/// <summary>
/// A file of breached passwords that the operator keeps: a SHA-1 hash a line, sorted, each followed by anything, as the
/// downloader of Have I Been Pwned writes it. It may have tens of gigabytes, so it is searched where it lies.
/// </summary>
internal sealed class BreachedPasswords(IOptions<PasswordOptions> options)
{
    public bool Contains(string password)
    {
        if (options.Value.BreachedFile is not { Length: > 0 } path)
            return false;

        using var file = new SortedHashFile(path);
        // Whoever made the list chose the hash.
        return file.Contains(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
    }
}
