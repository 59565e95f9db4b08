using System.Security.Cryptography;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Totp;
using McpAspire.Identity.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace McpAspire.Bench.Identity;

/// <summary>
/// People with a password and an enrolled authenticator, written straight into the database: a code counts once, so
/// every sign-in needs somebody else.
/// </summary>
internal static class Population
{
    private const string Password = "a password that is long enough";

    /// <summary>They have one password and one hash of it: making thousands would take minutes.</summary>
    public static async Task<IReadOnlyList<Visitor>> SettleAsync(
        IdentityServer server, int count, PasswordCost cost)
    {
        var keys = new KeysDirectory(Options.Create(new KeyOptions { KeysDirectory = server.KeysDirectory }));
        var secrets = new TotpSecrets(new MasterKey(keys));
        var hash = cost.Hash(Password);
        await using var database = new SqliteIdentityDatabase(
            DesignTimeDatabases.Options<SqliteIdentityDatabase>().UseSqlite(server.Database).Options);
        var visitors = new List<Visitor>();
        for (var number = 0; number < count; number++)
        {
            var name = $"visitor-{Guid.NewGuid():N}";
            var secret = RandomNumberGenerator.GetBytes(TotpParameters.Usual.SecretBytes);
            var account = new Account
            {
                Id = Guid.NewGuid(),
                UserName = name,
                NormalizedUserName = name.ToUpperInvariant(),
                PasswordHash = hash,
                SecurityStamp = Guid.NewGuid().ToString(),
                CreatedAt = TimeProvider.System.GetUtcNow(),
            };
            var authenticator = Guid.NewGuid();
            database.Users.Add(account);
            database.Authenticators.Add(new Authenticator
            {
                Id = authenticator,
                AccountId = account.Id,
                SealedSecret = secrets.Seal(secret, authenticator),
                CreatedAt = account.CreatedAt,
                ConfirmedAt = account.CreatedAt,
            });
            visitors.Add(new Visitor(server.Address, name, Password, secret));
        }

        await database.SaveChangesAsync();
        return visitors;
    }
}
