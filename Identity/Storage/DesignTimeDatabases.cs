using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace McpAspire.Identity.Storage;

/// <summary>Lets <c>dotnet ef migrations add</c> work without a configured service.</summary>
internal sealed class DesignTimeDatabases
    : IDesignTimeDbContextFactory<SqliteIdentityDatabase>, IDesignTimeDbContextFactory<NpgsqlIdentityDatabase>
{
    /// <summary>ASP.NET Core Identity asks the options of the application which tables there are.</summary>
    private static readonly IServiceProvider Services = new ServiceCollection()
        .Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    SqliteIdentityDatabase IDesignTimeDbContextFactory<SqliteIdentityDatabase>.CreateDbContext(string[] args) =>
        new(Options<SqliteIdentityDatabase>().UseSqlite("Data Source=:memory:").Options);

    NpgsqlIdentityDatabase IDesignTimeDbContextFactory<NpgsqlIdentityDatabase>.CreateDbContext(string[] args) =>
        new(Options<NpgsqlIdentityDatabase>().UseNpgsql("Host=localhost").Options);

    /// <summary>Options for a database that no application configured.</summary>
    public static DbContextOptionsBuilder<T> Options<T>()
        where T : DbContext =>
        new DbContextOptionsBuilder<T>().UseApplicationServiceProvider(Services);
}
