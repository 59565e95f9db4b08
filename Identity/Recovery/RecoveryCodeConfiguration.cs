using McpAspire.Identity.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace McpAspire.Identity.Recovery;

/// <summary>How a <see cref="RecoveryCode"/> is stored.</summary>
internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.Property(entity => entity.Id).ValueGeneratedNever();
        builder.Property(entity => entity.Hash).HasMaxLength(RecoveryCode.HashLength);
        builder.HasIndex(entity => new { entity.AccountId, entity.Hash }).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(entity => entity.AccountId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
