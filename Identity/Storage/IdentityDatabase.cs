using McpAspire.Identity.Audit;
using McpAspire.Identity.Consent;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Recovery;
using McpAspire.Identity.Totp;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Storage;

/// <summary>
/// Accounts, factors, clients, authorizations and tokens. Each provider derives from it, with own migrations; how an
/// entity of ours is stored stands beside it.
/// </summary>
internal abstract class IdentityDatabase(DbContextOptions options) : IdentityDbContext<Account, Group, Guid>(options)
{
    /// <summary>
    /// A client id may be the address of a metadata document, far longer than OpenIddict's 100 characters.
    /// </summary>
    public const int ClientIdLength = 2048;

    public DbSet<Authenticator> Authenticators => Set<Authenticator>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<RememberedConsent> RememberedConsents => Set<RememberedConsent>();

    public DbSet<ClientUse> ClientUses => Set<ClientUse>();

    public DbSet<TokenKey> TokenKeys => Set<TokenKey>();

    public DbSet<AuditRecord> AuditRecords => Set<AuditRecord>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Group>().ToTable("Groups");
        builder.Entity<IdentityUserRole<Guid>>().ToTable("AccountGroups");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("AccountClaims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("AccountLogins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("AccountTokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("Passkeys");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("GroupClaims");

        builder.UseOpenIddict();
        builder.Entity<OpenIddictEntityFrameworkCoreApplication>().Property(client => client.ClientId)
            .HasMaxLength(ClientIdLength);
        // What the gateway asks for every other second: the access tokens that were revoked and have not expired.
        builder.Entity<OpenIddictEntityFrameworkCoreToken>()
            .HasIndex(token => new { token.Type, token.Status, token.ExpirationDate });

        builder.ApplyConfigurationsFromAssembly(typeof(IdentityDatabase).Assembly);
    }
}
