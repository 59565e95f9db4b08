using McpAspire.Identity.Totp;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Storage;

/// <summary>
/// Accounts, factors, clients, authorizations and tokens. Each provider derives from it, with own migrations.
/// </summary>
internal abstract class IdentityDatabase(DbContextOptions options) : IdentityDbContext<Account, Group, Guid>(options)
{
    /// <summary>
    /// A client id may be the address of a metadata document, far longer than OpenIddict's 100 characters.
    /// </summary>
    private const int ClientIdLength = 2048;

    public DbSet<Authenticator> Authenticators => Set<Authenticator>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("Accounts");
        builder.Entity<Group>().ToTable("Groups");
        builder.Entity<IdentityUserRole<Guid>>().ToTable("AccountGroups");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("AccountClaims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("AccountLogins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("AccountTokens");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("GroupClaims");

        builder.UseOpenIddict();
        builder.Entity<OpenIddictEntityFrameworkCoreApplication>().Property(client => client.ClientId)
            .HasMaxLength(ClientIdLength);

        builder.Entity<Authenticator>(authenticator =>
        {
            authenticator.Property(entity => entity.Id).ValueGeneratedNever();
            authenticator.Property(entity => entity.Name).HasMaxLength(Authenticator.NameLength);
            authenticator.Property(entity => entity.SealedSecret).HasMaxLength(Authenticator.SecretLength);
            authenticator.HasIndex(entity => entity.AccountId);
            authenticator.HasOne<Account>().WithMany().HasForeignKey(entity => entity.AccountId)
                .OnDelete(DeleteBehavior.Cascade);
        });
    }
}
