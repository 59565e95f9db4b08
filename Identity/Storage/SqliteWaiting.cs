using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace McpAspire.Identity.Storage;

/// <summary>
/// Lets SQLite itself wait for its turn to write: it looks again after a millisecond or two. The provider, which is
/// asked otherwise, sleeps for 150.
/// </summary>
internal sealed class SqliteWaiting : DbConnectionInterceptor
{
    private const string Command = "PRAGMA busy_timeout = 10000";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Command;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Command;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
