using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Storage;

/// <summary>Brings the schema up to date before the service listens.</summary>
internal sealed partial class DatabaseMigration(IServiceScopeFactory scopes, ILogger<DatabaseMigration> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IdentityDatabase>();
        if (database is SqliteIdentityDatabase)
            await MigrateFileAsync(database, cancellationToken);
        else
            await MigrateAsync(database, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// On PostgreSQL the migrator's own lock ends with its transaction. On SQLite it is a row, which a process killed
    /// in the middle leaves behind for ever; so a file lock, which the system takes back, goes around it.
    /// </summary>
    private async Task MigrateFileAsync(IdentityDatabase database, CancellationToken cancellationToken)
    {
        var path = new SqliteConnectionStringBuilder(database.Database.GetConnectionString()).DataSource;
        await using var held = await DatabaseFile.LockAsync(path, cancellationToken);
        await using (var connection = new SqliteConnection(database.Database.GetConnectionString()))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            // With the default journal a reader makes another's commit fail; with this one they do not meet.
            command.CommandText = "PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS \"__EFMigrationsLock\"";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await MigrateAsync(database, cancellationToken);
    }

    private async Task MigrateAsync(IdentityDatabase database, CancellationToken cancellationToken)
    {
        var pending = await database.Database.GetPendingMigrationsAsync(cancellationToken);
        foreach (var migration in pending)
            LogPending(migration);
        await database.Database.MigrateAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Applying the migration {Migration} to the database")]
    private partial void LogPending(string migration);
}
