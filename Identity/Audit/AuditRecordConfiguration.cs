using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace McpAspire.Identity.Audit;

/// <summary>How an <see cref="AuditRecord"/> is stored.</summary>
internal sealed class AuditRecordConfiguration : IEntityTypeConfiguration<AuditRecord>
{
    public void Configure(EntityTypeBuilder<AuditRecord> builder)
    {
        builder.Property(entity => entity.At).AsUnixTime();
        builder.Property(entity => entity.Kind).HasConversion<string>().HasMaxLength(AuditRecord.WordLength);
        builder.Property(entity => entity.Method).HasMaxLength(AuditRecord.WordLength);
        builder.Property(entity => entity.Address).HasMaxLength(AuditRecord.WordLength);
        builder.Property(entity => entity.Detail).HasMaxLength(AuditRecord.TextLength);
        builder.Property(entity => entity.ClientId).HasMaxLength(IdentityDatabase.ClientIdLength);
        builder.HasIndex(entity => entity.At);
        builder.HasIndex(entity => new { entity.AccountId, entity.At });
    }
}
