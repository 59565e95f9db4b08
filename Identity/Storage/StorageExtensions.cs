using McpAspire.Identity.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace McpAspire.Identity.Storage;

internal static class StorageExtensions
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<DatabaseOptions, DatabaseOptionsValidator>(DatabaseOptions.Section);
        var chosen = builder.Configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>();
        if (chosen?.Provider is DatabaseProvider.Npgsql)
            builder.Services.AddDbContext<IdentityDatabase, NpgsqlIdentityDatabase>(
                database => Quiet(database).UseNpgsql(chosen.Identity));
        else
            builder.Services.AddDbContext<IdentityDatabase, SqliteIdentityDatabase>(
                database => Quiet(database).UseSqlite(chosen?.Identity).AddInterceptors(new SqliteWaiting()));

        // At Information every statement would be a log line.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Services.AddHostedService<DatabaseMigration>();
        builder.AddRedis();
    }

    public static void UseSharedState(this WebApplication app) => app.UseMiddleware<SharedStateMiddleware>();

    /// <summary>
    /// A failed statement is thrown, and told by whoever cannot go on. The migrator looks for its table by trying,
    /// which would put an error into the log of every first start.
    /// </summary>
    private static DbContextOptionsBuilder Quiet(DbContextOptionsBuilder database) =>
        database.ConfigureWarnings(events => events.Log((RelationalEventId.CommandError, LogLevel.Debug)));
}
