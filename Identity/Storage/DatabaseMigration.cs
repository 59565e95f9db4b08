using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace McpAspire.Identity.Storage;

/// <summary>Brings the schema up to date before the service listens.</summary>
internal sealed partial class DatabaseMigration(IServiceScopeFactory scopes, ILogger<DatabaseMigration> logger)
    : IHostedService
{
    /// <summary>Any number that nobody else uses in this database.</summary>
    private const long ServerLock = 0x6d63_7061_7370_6972;
    private const int LockSeconds = 120;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IdentityDatabase>();
        if (database is SqliteIdentityDatabase)
            await MigrateFileAsync(database, cancellationToken);
        else
            await MigrateServerAsync(database, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// The migrator's own lock is a row, which a process killed in the middle leaves behind for ever; so a file lock,
    /// which the system takes back, goes around it.
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

    /// <summary>
    /// The migrator's own lock ends with each migration's transaction, and the replica that waited for it then repeats
    /// what it had found missing before. This one ends with its connection.
    /// </summary>
    private async Task MigrateServerAsync(IdentityDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database.Database.GetConnectionString());
        await connection.OpenAsync(cancellationToken);
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT pg_advisory_lock({ServerLock})";
            command.CommandTimeout = LockSeconds;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await MigrateAsync(database, cancellationToken);
        // The connection goes back to a pool, which would keep the lock.
        await using var release = connection.CreateCommand();
        release.CommandText = $"SELECT pg_advisory_unlock({ServerLock})";
        await release.ExecuteNonQueryAsync(CancellationToken.None);
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
