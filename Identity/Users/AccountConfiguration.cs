using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace McpAspire.Identity.Users;

/// <summary>How an <see cref="Account"/> is stored.</summary>
internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts");
        builder.Property(entity => entity.DisplayName).HasMaxLength(Account.DisplayNameLength);
    }
}
