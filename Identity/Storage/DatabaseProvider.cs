namespace McpAspire.Identity.Storage;

internal enum DatabaseProvider
{
    Sqlite,
    Npgsql,
}
