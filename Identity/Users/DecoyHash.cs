using McpAspire.Identity.Users.Hashing;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users;

/// <summary>The hash of no password, which costs as much to compare with as the real ones.</summary>
internal sealed class DecoyHash(IOptions<PasswordOptions> options)
{
    public string Value { get; } = Argon2Hash.CreateDecoy(options.Value.Argon2.Cost).ToString();
}
