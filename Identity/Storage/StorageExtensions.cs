using McpAspire.Identity.Startup;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Storage;

internal static class StorageExtensions
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<DatabaseOptions, DatabaseOptionsValidator>(DatabaseOptions.Section);
        var chosen = builder.Configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>();
        if (chosen?.Provider is DatabaseProvider.Npgsql)
            builder.Services.AddDbContext<IdentityDatabase, NpgsqlIdentityDatabase>(db => db.UseNpgsql(chosen.Identity));
        else
            builder.Services.AddDbContext<IdentityDatabase, SqliteIdentityDatabase>(db => db.UseSqlite(chosen?.Identity));

        // At Information every statement would be a log line.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Services.AddHostedService<DatabaseMigration>();
        builder.AddRedis();
    }

    public static void UseSharedState(this WebApplication app) => app.UseMiddleware<SharedStateMiddleware>();
}
