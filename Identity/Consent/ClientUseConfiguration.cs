using McpAspire.Identity.Storage;
using McpAspire.Identity.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace McpAspire.Identity.Consent;

/// <summary>How a <see cref="ClientUse"/> is stored.</summary>
internal sealed class ClientUseConfiguration : IEntityTypeConfiguration<ClientUse>
{
    public void Configure(EntityTypeBuilder<ClientUse> builder)
    {
        builder.HasKey(entity => new { entity.AccountId, entity.ClientId });
        builder.Property(entity => entity.ClientId).HasMaxLength(IdentityDatabase.ClientIdLength);
        builder.Property(entity => entity.FirstAt).AsUnixTime();
        builder.Property(entity => entity.LastAt).AsUnixTime();
        builder.Property(entity => entity.LastAddress).HasMaxLength(ClientUse.AddressLength);
        builder.HasOne<Account>().WithMany().HasForeignKey(entity => entity.AccountId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
