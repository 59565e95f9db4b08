using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Audit;

/// <summary>Reads what was recorded, the newest first.</summary>
internal sealed class AuditTrail(IdentityDatabase database)
{
    public Task<List<AuditRecord>> ListAsync(AuditFilter filter, int max, CancellationToken cancellationToken)
    {
        var records = database.AuditRecords.AsNoTracking();
        if (filter.Kind is { } kind)
            records = records.Where(record => record.Kind == kind);
        if (filter.AccountId is { } account)
            records = records.Where(record => record.AccountId == account || record.ActorId == account);
        if (filter.Succeeded is { } succeeded)
            records = records.Where(record => record.Succeeded == succeeded);
        if (filter.Before is { } before)
            records = records.Where(record => record.Id < before);
        if (filter.After is { } after)
            records = records.Where(record => record.Id > after);
        return records.OrderByDescending(record => record.Id).Take(max).ToListAsync(cancellationToken);
    }
}
