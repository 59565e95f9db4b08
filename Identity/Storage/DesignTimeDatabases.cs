using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace McpAspire.Identity.Storage;

/// <summary>Lets <c>dotnet ef migrations add</c> work without a configured service.</summary>
internal sealed class DesignTimeDatabases
    : IDesignTimeDbContextFactory<SqliteIdentityDatabase>, IDesignTimeDbContextFactory<NpgsqlIdentityDatabase>
{
    SqliteIdentityDatabase IDesignTimeDbContextFactory<SqliteIdentityDatabase>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteIdentityDatabase>().UseSqlite("Data Source=:memory:").Options);

    NpgsqlIdentityDatabase IDesignTimeDbContextFactory<NpgsqlIdentityDatabase>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<NpgsqlIdentityDatabase>().UseNpgsql("Host=localhost").Options);
}
