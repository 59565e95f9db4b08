using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Audit;

/// <summary>Scopes whose database can be opened and not written to, as when the disk is full.</summary>
internal sealed class LostDatabase(IServiceScopeFactory scopes) : IServiceScopeFactory
{
    private int _asked;

    public int Asked => _asked;

    public IServiceScope CreateScope()
    {
        Interlocked.Increment(ref _asked);
        var scope = scopes.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<IdentityDatabase>().Database;
        database.OpenConnection();
        database.ExecuteSqlRaw("PRAGMA query_only = 1");
        return scope;
    }
}
