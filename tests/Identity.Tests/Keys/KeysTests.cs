using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Startup;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Tests.Keys;

/// <summary>Keys lie on disk for their owner alone, outlive the process, and seal what lies elsewhere.</summary>
public sealed class KeysTests
{
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Key_files_are_readable_by_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var host = await IdentityHost.StartAsync();
        await (await host.NewPersonAsync()).SignInAsync();

        Assert.Equal(
            [".lock", "master.key"],
            Directory.GetFiles(host.KeysDirectory).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(host.KeysDirectory), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(host.KeysDirectory));
    }

    [Fact]
    public async Task Data_protection_keys_lie_in_Redis_sealed()
    {
        await using var host = await IdentityHost.StartAsync();
        await (await host.NewPersonAsync()).SignInAsync();
        await using var redis = await host.Redis.ConnectAsync();

        var keys = await redis.GetDatabase().ListRangeAsync("idp:data-protection");

        var key = Assert.Single(keys).ToString();
        Assert.Contains("<sealed ", key, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_keeps_keys_people_sessions_and_clients()
    {
        var directory = Directory.CreateTempSubdirectory("identity-tests-");
        await using var redis = await RedisServer.StartNewAsync();
        var settings = new IdentityHostSettings { Redis = redis, Directory = directory.FullName };
        string keySet, refreshToken, clientId;
        Dictionary<string, string> cookies;
        await using (var first = await IdentityHost.StartAsync(settings))
        {
            var session = await (await first.NewAdministratorAsync()).SignInAsync();
            var client = await Client.RegisterAsync(first);
            (clientId, refreshToken) = (client.Id, (await client.ConnectAsync(session)).Refresh!);
            keySet = await KeySetAsync(first);
            cookies = session.Cookies;
        }

        await using (var second = await IdentityHost.StartAsync(settings))
        {
            var browser = second.NewBrowser();
            foreach (var (name, value) in cookies)
                browser.Cookies[name] = value;
            var client = new Client(second, clientId, null, Client.RedirectUri);
            using var operatorClient = second.NewOperatorClient();

            Assert.Equal(keySet, await KeySetAsync(second));
            Assert.Equal(200, (int)(await browser.GetAsync("/")).Status);
            Assert.Equal(200, (int)(await client.RefreshAsync(refreshToken)).Status);
            Assert.Equal(
                """{"name":"admin","oneTimePasswordPending":false,"setAtThisStart":false}""",
                (await operatorClient.AskAsync("/operator/administrator")).Body);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);

        static async Task<string> KeySetAsync(IdentityHost host)
        {
            using var client = host.NewClient();
            return (await client.AskAsync("/.well-known/jwks")).Body;
        }
    }

    [Fact]
    public void SecretBox_value_opens_under_its_own_context_and_purpose_only()
    {
        using var folder = new Folder();
        var master = new MasterKey(folder.Keys);
        var box = new SecretBox(master, "purpose");
        var value = box.Seal("secret"u8, "row 1");

        Assert.Equal("secret", Encoding.UTF8.GetString(box.Open(value, "row 1")));
        Assert.ThrowsAny<CryptographicException>(() => box.Open(value, "row 2"));
        Assert.ThrowsAny<CryptographicException>(() => new SecretBox(master, "other purpose").Open(value, "row 1"));
    }

    [Fact]
    public void SecretBox_value_that_was_changed_does_not_open()
    {
        using var folder = new Folder();
        var box = new SecretBox(new MasterKey(folder.Keys), "purpose");
        var value = box.Seal("secret"u8, "row");

        Assert.ThrowsAny<CryptographicException>(
            () => box.Open(value[..^4] + (value[^4] == 'A' ? 'B' : 'A') + value[^3..], "row"));
        Assert.ThrowsAny<CryptographicException>(() => box.Open("AAAA", "row"));
    }

    [Fact]
    public void SecretBox_seals_the_same_secret_differently_each_time()
    {
        using var folder = new Folder();
        var box = new SecretBox(new MasterKey(folder.Keys), "purpose");

        Assert.NotEqual(box.Seal("secret"u8, "row"), box.Seal("secret"u8, "row"));
    }

    [Fact]
    public async Task KeysDirectory_created_by_several_at_once_holds_one_key()
    {
        using var folder = new Folder();

        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => folder.Keys.ReadOrCreate("shared.key", () => RandomNumberGenerator.GetBytes(32)))));

        Assert.All(keys, key => Assert.Equal(keys[0], key));
        Assert.Equal([".lock", "shared.key"], Directory.GetFiles(folder.Path).Select(System.IO.Path.GetFileName).Order());
    }

    [Fact]
    public void MasterKey_of_a_wrong_size_is_refused()
    {
        using var folder = new Folder();
        folder.Keys.ReadOrCreate("master.key", () => [1, 2, 3]);

        var exception = Assert.Throws<StartupException>(() => new MasterKey(folder.Keys));

        Assert.Contains("master.key", exception.Message, StringComparison.Ordinal);
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("identity-keys-").FullName;

        public KeysDirectory Keys => new(Options.Create(new KeyOptions { KeysDirectory = Path }));

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
