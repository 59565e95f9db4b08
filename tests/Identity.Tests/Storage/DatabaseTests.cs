using System.Runtime.Versioning;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Tests.Storage;

/// <summary>Both databases, as far as they can be looked at without a PostgreSQL server.</summary>
public sealed class DatabaseTests(SharedIdentity identity)
{
    [Theory]
    [InlineData("Data Source=/var/lib/identity.db", "Sqlite")]
    [InlineData("DataSource=identity.db;Cache=Shared", "Sqlite")]
    [InlineData("Filename=identity.db", "Sqlite")]
    [InlineData("Host=db;Database=identity;Username=u;Password=p", "Npgsql")]
    [InlineData("Server=db;Database=identity", "Npgsql")]
    [InlineData("", null)]
    [InlineData("identity.db", null)]
    [InlineData("Database=identity", null)]
    public void Provider_is_chosen_by_the_connection_string(string connectionString, string? provider)
    {
        var options = new DatabaseOptions { Identity = connectionString };

        Assert.Equal(provider, options.Provider?.ToString());
    }

    [Fact]
    public void Sqlite_migrations_are_complete()
    {
        using var database = Create<SqliteIdentityDatabase>();

        Assert.False(database.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Npgsql_migrations_are_complete()
    {
        using var database = Create<NpgsqlIdentityDatabase>();

        Assert.False(database.Database.HasPendingModelChanges());
        Assert.NotEmpty(database.Database.GetMigrations());
    }

    [Fact]
    public void Client_id_may_be_an_address_of_2048_characters_on_both()
    {
        using var sqlite = Create<SqliteIdentityDatabase>();
        using var npgsql = Create<NpgsqlIdentityDatabase>();

        foreach (var database in (IdentityDatabase[])[sqlite, npgsql])
        {
            var client = database.Model.FindEntityType(typeof(OpenIddictEntityFrameworkCoreApplication))!;
            Assert.Equal(2048, client.FindProperty("ClientId")!.GetMaxLength());
        }
    }

    [Fact]
    public async Task Sqlite_lets_readers_and_a_writer_work_side_by_side()
    {
        var mode = await identity.Host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync());

        Assert.Equal("wal", mode);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Sqlite_file_is_readable_by_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await identity.Host.NewPersonAsync();

        foreach (var file in (string[])[identity.Host.DatabaseFile, $"{identity.Host.DatabaseFile}-wal"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Migration_lock_left_by_a_killed_process_does_not_stop_the_next_start()
    {
        var directory = Directory.CreateTempSubdirectory("identity-tests-");
        await using var redis = await RedisServer.StartNewAsync();
        var settings = new IdentityHostSettings { Redis = redis, Directory = directory.FullName };
        await using (var first = await IdentityHost.StartAsync(settings))
        {
            await first.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Database
                .ExecuteSqlRawAsync("""
                    CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                    INSERT OR REPLACE INTO "__EFMigrationsLock" VALUES (1, '2020-01-01');
                    """));
        }

        await using (var second = await IdentityHost.StartAsync(settings))
        {
            using var client = second.NewClient();
            Assert.Equal("Healthy", (await client.AskAsync("/health")).Body);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);
    }

    private static TDatabase Create<TDatabase>()
        where TDatabase : IdentityDatabase =>
        ((IDesignTimeDbContextFactory<TDatabase>)(object)new DesignTimeDatabases()).CreateDbContext([]);
}
