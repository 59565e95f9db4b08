using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Storage;

internal sealed class NpgsqlIdentityDatabase(DbContextOptions<NpgsqlIdentityDatabase> options)
    : IdentityDatabase(options);
