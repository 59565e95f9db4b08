using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace McpAspire.Identity.Keys;

/// <summary>How a <see cref="TokenKey"/> is stored.</summary>
internal sealed class TokenKeyConfiguration : IEntityTypeConfiguration<TokenKey>
{
    public void Configure(EntityTypeBuilder<TokenKey> builder)
    {
        builder.Property(entity => entity.Id).HasMaxLength(TokenKey.IdLength);
        builder.Property(entity => entity.Use).HasConversion<string>().HasMaxLength(TokenKey.IdLength);
        builder.Property(entity => entity.CreatedAt).AsUnixTime();
        builder.Property(entity => entity.ActiveAt).AsUnixTime();
        builder.Property(entity => entity.RetiredAt).AsUnixTime();
    }
}
