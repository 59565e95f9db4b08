using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Storage;

internal sealed class SqliteIdentityDatabase(DbContextOptions<SqliteIdentityDatabase> options)
    : IdentityDatabase(options);
