using System.Net;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static McpAspire.Identity.Tests.Keys.RotationTests;

namespace McpAspire.Identity.Tests.Keys;

/// <summary>Somebody has got a key, or writes to the database.</summary>
public sealed class KeyAttackTests
{
    [Fact]
    public async Task Emergency_rotation_drops_the_old_keys_and_every_token_of_theirs()
    {
        await using var host = await StartAsync();
        var (client, old) = await ConnectAsync(host);

        var next = (await RotateAsync(host, "?stolen=true")).GetProperty("id").GetString();

        Assert.Equal([next], await PublishedAsync(host));
        Assert.Equal("invalid_grant", (await client.RefreshAsync(old.Refresh!)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.UserInfoAsync(old.Access)).Status);
        Assert.Equal(next, KeyOf((await ConnectAsync(host)).Tokens));
        Assert.All(
            (await RowsAsync(host)).Where(row => row.RetiredAt is not null), row => Assert.Empty(row.SealedKey));
    }

    [Fact]
    public async Task Emergency_rotation_reaches_the_other_replica_within_seconds()
    {
        await using var shared = await SharedData.CreateAsync();
        await using var one = await StartAsync(shared);
        await using var two = await StartAsync(shared);
        var (client, old) = await ConnectAsync(one);
        var elsewhere = new Client(two, client.Id, null, Client.RedirectUri);

        var next = (await RotateAsync(one, "?stolen=true")).GetProperty("id").GetString();

        await Eventually.HoldsAsync(
            async () => (await PublishedAsync(two)) is [var only] && only == next, "it drops the old key, too",
            TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.UserInfoAsync(old.Access)).Status);
    }

    [Fact]
    public async Task Key_swapped_in_the_database_is_not_opened_and_stops_the_start()
    {
        await using var shared = await SharedData.CreateAsync();
        await using var host = await StartAsync(shared);
        await RotateAsync(host);
        await SwapAsync(host);
        Assert.Equal(2, (await PublishedAsync(host)).Count);
        var safe = host.Services.GetRequiredService<TokenKeySafe>();
        Assert.All(
            (await RowsAsync(host)).Where(row => row.Use == TokenKeyUse.Signing),
            row => Assert.Contains(
                row.Id, Assert.Throws<UnopenedKeyException>(() => safe.Open(row)).Message, StringComparison.Ordinal));

        var start = await CommandProcess.RunAsync(new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Identity__PublicOrigin"] = host.Origin.GetLeftPart(UriPartial.Authority),
            ["Identity__Resources__0"] = IdentityHost.Mcp,
            ["Identity__KeysDirectory"] = host.KeysDirectory,
            ["ConnectionStrings__identity"] = $"Data Source={host.DatabaseFile}",
            ["ConnectionStrings__redis"] = host.Redis.ConnectionString,
        }).Within();
        Assert.Equal(1, start.Code);
        Assert.Contains("does not open with master.key", start.Error, StringComparison.Ordinal);

        // It was the keys, and nothing else that a start needs: with each in its place it starts.
        await SwapAsync(host);
        await using var mended = await StartAsync(shared);
        Assert.Equal(await PublishedAsync(host), await PublishedAsync(mended));
    }

    [Fact]
    public async Task Forged_row_does_not_become_a_key_of_the_running_service()
    {
        await using var host = await StartAsync();
        var genuine = await PublishedAsync(host);
        await host.InDatabaseAsync(services =>
        {
            var database = services.GetRequiredService<IdentityDatabase>();
            var now = host.Clock.GetUtcNow();
            database.TokenKeys.Add(new Identity.Keys.TokenKey
            {
                Id = "forged",
                Use = TokenKeyUse.Signing,
                SealedKey = "AAAA",
                CreatedAt = now,
                ActiveAt = now,
            });
            return database.SaveChangesAsync();
        });

        await Eventually.HoldsAsync(
            () => host.Logs.Lines.Any(line => line.Contains("those that are known stay in use", StringComparison.Ordinal)),
            "the service says so");
        Assert.Equal(genuine, await PublishedAsync(host));
        Assert.Contains(KeyOf((await ConnectAsync(host)).Tokens), genuine);

        await host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().TokenKeys
            .Where(row => row.Id == "forged").ExecuteDeleteAsync());
        await Eventually.HoldsAsync(
            () => host.Logs.Lines.Any(line => line.Contains("can be read again", StringComparison.Ordinal)),
            "the service says that it is over");
        // It has looked ten times a second.
        Assert.Single(
            host.Logs.Lines, line => line.Contains("those that are known stay in use", StringComparison.Ordinal));
    }

    /// <summary>Gives each signing key the other's secret.</summary>
    private static Task SwapAsync(IdentityHost host) => host.InDatabaseAsync(async services =>
    {
        var database = services.GetRequiredService<IdentityDatabase>();
        var rows = await database.TokenKeys.Where(row => row.Use == TokenKeyUse.Signing).ToListAsync();
        (rows[0].SealedKey, rows[1].SealedKey) = (rows[1].SealedKey, rows[0].SealedKey);
        return await database.SaveChangesAsync();
    });
}
