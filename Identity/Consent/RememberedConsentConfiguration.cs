using McpAspire.Identity.Storage;
using McpAspire.Identity.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace McpAspire.Identity.Consent;

/// <summary>How a <see cref="RememberedConsent"/> is stored.</summary>
internal sealed class RememberedConsentConfiguration : IEntityTypeConfiguration<RememberedConsent>
{
    public void Configure(EntityTypeBuilder<RememberedConsent> builder)
    {
        builder.Property(entity => entity.Id).ValueGeneratedNever();
        builder.Property(entity => entity.ClientId).HasMaxLength(IdentityDatabase.ClientIdLength);
        builder.Property(entity => entity.GivenAt).AsUnixTime();
        builder.Property(entity => entity.ExpiresAt).AsUnixTime();
        builder.HasIndex(entity => new { entity.AccountId, entity.ClientId });
        builder.HasOne<Account>().WithMany().HasForeignKey(entity => entity.AccountId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
