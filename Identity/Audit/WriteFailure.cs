using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace McpAspire.Identity.Audit;

/// <summary>Tells what the database refuses from a database that cannot write anything at present.</summary>
internal static class WriteFailure
{
    /// <summary>Of SQL: a value that does not fit its type, and one that breaks a constraint.</summary>
    private static readonly string[] ClassesOfData = ["22", "23"];

    public static bool IsOfRecords(this Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqliteException sqlite)
                return sqlite.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH;
            if (cause is DbException { SqlState: { } state })
                return ClassesOfData.Any(known => state.StartsWith(known, StringComparison.Ordinal));
            if (cause is DbException or TimeoutException or IOException)
                return false;
        }

        // The driver did not even send it, as with text that no encoding has.
        return true;
    }
}
