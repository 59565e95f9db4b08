using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users;

/// <summary>The hash of a password that nobody knows, made by the same hasher as the real ones.</summary>
internal sealed class DecoyHash(IServiceScopeFactory scopes)
{
    private const int PasswordBytes = 32;

    private readonly Lazy<string> _value = new(() => Create(scopes));

    public string Value => _value.Value;

    private static string Create(IServiceScopeFactory scopes)
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IPasswordHasher<Account>>().HashPassword(
            new Account(), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes)));
    }
}
