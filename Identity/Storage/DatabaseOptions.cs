using System.Data.Common;

namespace McpAspire.Identity.Storage;

/// <summary>Where the service keeps its data; the connection string of the database says which kind it is.</summary>
internal sealed class DatabaseOptions
{
    public const string Section = "ConnectionStrings";

    /// <summary>The database: SQLite (<c>Data Source=…</c>) or PostgreSQL (<c>Host=…</c>). Required.</summary>
    public string? Identity { get; init; }

    /// <summary>Redis, as StackExchange.Redis writes it. Required.</summary>
    public string? Redis { get; init; }

    public DatabaseProvider? Provider => ProviderOf(Identity);

    private static DatabaseProvider? ProviderOf(string? connectionString)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            return null;
        }

        if (parts.ContainsKey("Host") || parts.ContainsKey("Server"))
            return DatabaseProvider.Npgsql;
        return parts.ContainsKey("Data Source") || parts.ContainsKey("DataSource") || parts.ContainsKey("Filename")
            ? DatabaseProvider.Sqlite
            : null;
    }
}
