using McpAspire.Identity.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace McpAspire.Identity.Totp;

/// <summary>How an <see cref="Authenticator"/> is stored.</summary>
internal sealed class AuthenticatorConfiguration : IEntityTypeConfiguration<Authenticator>
{
    public void Configure(EntityTypeBuilder<Authenticator> builder)
    {
        builder.Ignore(entity => entity.Parameters);
        builder.Property(entity => entity.Id).ValueGeneratedNever();
        builder.Property(entity => entity.Name).HasMaxLength(Authenticator.NameLength);
        builder.Property(entity => entity.SealedSecret).HasMaxLength(Authenticator.SecretLength);
        builder.Property(entity => entity.Algorithm).HasConversion<string>().HasMaxLength(Authenticator.NameLength)
            .HasDefaultValue(TotpAlgorithm.Sha1);
        builder.Property(entity => entity.Digits).HasDefaultValue(6);
        builder.Property(entity => entity.PeriodSeconds).HasDefaultValue(30);
        builder.HasIndex(entity => entity.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(entity => entity.AccountId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
