using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Bench.Identity;

/// <summary>What a password hash costs, told to the service and to whoever makes the hashes.</summary>
internal sealed record PasswordCost(IReadOnlyDictionary<string, string> Settings, int Iterations)
{
    public static readonly PasswordCost Default = new(new Dictionary<string, string>(), 100_000);

    public static readonly PasswordCost None = new(new Dictionary<string, string>(), 1);

    public IPasswordHasher<Account> CreateHasher() => new PasswordHasher<Account>(
        Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
}
