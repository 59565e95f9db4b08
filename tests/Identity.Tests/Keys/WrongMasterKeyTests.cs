using System.Net;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Startup;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static McpAspire.Identity.Tests.Keys.RotationTests;

namespace McpAspire.Identity.Tests.Keys;

/// <summary>A key that nobody could open again is not made, and what does not open is told with its remedy.</summary>
public sealed class WrongMasterKeyTests
{
    [Theory]
    [InlineData("rotate")]
    [InlineData("rotate", "--stolen")]
    public async Task Command_with_the_master_key_of_another_installation_changes_nothing(params string[] command)
    {
        await using var host = await StartAsync();
        var before = Texts(await RowsAsync(host));
        using var folder = new Folder();
        _ = new MasterKey(folder.Keys);

        var result = await CommandProcess.RunAsync(SettingsOf(host, folder.Path), ["keys", .. command]);

        Assert.Equal((1, string.Empty), (result.Code, result.Output));
        Assert.Contains("does not open with master.key in Identity:KeysDirectory", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, Texts(await RowsAsync(host)));
    }

    [Fact]
    public async Task Command_makes_no_master_key_in_a_folder_that_is_not_the_one()
    {
        await using var host = await StartAsync();
        var before = Texts(await RowsAsync(host));
        using var folder = new Folder();

        var result = await CommandProcess.RunAsync(SettingsOf(host, folder.Path), "keys", "rotate");

        Assert.Equal(1, result.Code);
        Assert.Contains($"There is no master.key at {folder.Path}", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
        Assert.Equal(before, Texts(await RowsAsync(host)));
    }

    [Fact]
    public async Task Row_that_was_tampered_with_stops_a_rotation_and_goes_with_an_emergency_one()
    {
        await using var shared = await SharedData.CreateAsync();
        string? next;
        await using (var host = await StartAsync(shared))
        {
            await RotateAsync(host);
            await SpoilAsync(host);
            var before = Texts(await RowsAsync(host));
            using var client = host.NewOperatorClient();

            var refused = await client.AskAsync(new HttpRequestMessage(HttpMethod.Post, "/operator/keys/rotate"));

            Assert.Equal(HttpStatusCode.Conflict, refused.Status);
            Assert.Contains("does not open with master.key", refused.Body, StringComparison.Ordinal);
            Assert.Equal(before, Texts(await RowsAsync(host)));
            next = (await RotateAsync(host, "?stolen=true")).GetProperty("id").GetString();
            Assert.Equal([next], await PublishedAsync(host));
        }

        await using var restarted = await StartAsync(shared);
        Assert.Equal([next], await PublishedAsync(restarted));
    }

    [Fact]
    public async Task Use_whose_keys_are_all_gone_gets_new_ones()
    {
        await using var host = await StartAsync();
        var signing = await PublishedAsync(host);
        await host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().TokenKeys
            .Where(row => row.Use == TokenKeyUse.Encryption).ExecuteDeleteAsync());

        await EnsureAsync(host);

        Assert.Equal(
            [TokenKeyUse.Signing, TokenKeyUse.Encryption], (await RowsAsync(host)).Select(row => row.Use).Order());
        Assert.Equal(signing, await PublishedAsync(host));
    }

    [Fact]
    public async Task Key_is_not_added_beside_one_that_does_not_open()
    {
        await using var host = await StartAsync();
        await SpoilAsync(host);
        await host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().TokenKeys
            .Where(row => row.Use == TokenKeyUse.Encryption).ExecuteDeleteAsync());

        await Assert.ThrowsAsync<UnopenedKeyException>(() => EnsureAsync(host));

        Assert.Single(await RowsAsync(host));
    }

    [Fact]
    public async Task File_of_an_earlier_version_that_cannot_be_read_is_named()
    {
        await using var host = await StartAsync();
        await host.InDatabaseAsync(services =>
            services.GetRequiredService<IdentityDatabase>().TokenKeys.ExecuteDeleteAsync());
        var path = Path.Combine(host.KeysDirectory, "signing.pem");
        await File.WriteAllTextAsync(path, "no key", TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<StartupException>(() => EnsureAsync(host));

        Assert.StartsWith("signing.pem in Identity:KeysDirectory ", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
        Assert.Empty(await RowsAsync(host));
    }

    private static Task<bool> EnsureAsync(IdentityHost host) => host.InDatabaseAsync(async services =>
    {
        await services.GetRequiredService<FirstKeys>().EnsureAsync(CancellationToken.None);
        return true;
    });

    /// <summary>One signing key gets a secret that is none.</summary>
    private static Task<int> SpoilAsync(IdentityHost host) => host.InDatabaseAsync(async services =>
    {
        var database = services.GetRequiredService<IdentityDatabase>();
        var row = await database.TokenKeys.FirstAsync(row => row.Use == TokenKeyUse.Signing);
        row.SealedKey = "no base64url!";
        return await database.SaveChangesAsync();
    });

    private static IEnumerable<string> Texts(IEnumerable<Identity.Keys.TokenKey> rows) =>
        rows.Select(row => $"{row.Id} {row.SealedKey} {row.ActiveAt:O} {row.RetiredAt:O}").Order().ToList();

    private static Dictionary<string, string> SettingsOf(IdentityHost host, string keys) => new()
    {
        ["ConnectionStrings__identity"] = $"Data Source={host.DatabaseFile}",
        ["ConnectionStrings__redis"] = host.Redis.ConnectionString,
        ["Identity__KeysDirectory"] = keys,
    };

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("identity-keys-").FullName;

        public KeysDirectory Keys => new(Options.Create(new KeyOptions { KeysDirectory = Path }));

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
