using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Users;

/// <summary>The first administrator over several starts.</summary>
public sealed class AdministratorTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("identity-tests-");
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartNewAsync();

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Second_start_leaves_the_administrator_alone_whatever_password_is_given()
    {
        await using (var first = await StartAsync())
            await first.NewAdministratorAsync();

        await using var second = await StartAsync(password: "quite another phrase for tests");
        var answer = await second.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = "admin", ["Password"] = "quite another phrase for tests" });

        Assert.Contains("do not match", answer.Body, StringComparison.Ordinal);
        Assert.Equal(
            """{"name":"admin","oneTimePasswordPending":false,"setAtThisStart":false}""", await StateAsync(second));
    }

    [Fact]
    public async Task Two_starts_at_once_on_an_empty_database_make_one_administrator_and_one_set_of_keys()
    {
        var hosts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => StartAsync())));
        await using var first = hosts[0];
        await using var second = hosts[1];

        var states = await Task.WhenAll(StateAsync(first), StateAsync(second));
        var keys = await Task.WhenAll(hosts.Select(async host =>
        {
            using var client = host.NewClient();
            return (await client.AskAsync("/.well-known/jwks")).Body;
        }));

        Assert.Single(states, state => state.Contains("\"setAtThisStart\":true", StringComparison.Ordinal));
        Assert.All(
            states, state => Assert.Contains("\"oneTimePasswordPending\":true", state, StringComparison.Ordinal));
        Assert.Equal(keys[0], keys[1]);
    }

    [Fact]
    public async Task Start_with_reset_gives_the_new_password_removes_the_factor_and_signs_out()
    {
        Browser session;
        await using (var first = await StartAsync())
            session = await (await first.NewAdministratorAsync()).SignInAsync();

        await using var second = await StartAsync(password: "quite another phrase for tests", reset: true);
        var browser = second.NewBrowser();
        var next = await browser.SubmitAsync(
            "/sign-in", new() { ["Name"] = "admin", ["Password"] = "quite another phrase for tests" });
        var kept = second.NewBrowser();
        foreach (var (name, value) in session.Cookies)
            kept.Cookies[name] = value;

        Assert.Equal("/sign-in/password", next.Location);
        Assert.Equal(302, (int)(await kept.GetAsync("/")).Status);
        Assert.Equal(
            """{"name":"admin","oneTimePasswordPending":true,"setAtThisStart":true}""", await StateAsync(second));
    }

    [Fact]
    public async Task Password_of_the_administrator_is_in_no_file_and_no_log()
    {
        await using var host = await StartAsync();

        Assert.DoesNotContain(
            host.Logs.Lines, line => line.Contains(IdentityHost.AdministratorPassword, StringComparison.Ordinal));
        foreach (var path in Directory.GetFiles(_directory.FullName, "*", SearchOption.AllDirectories))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy, TestContext.Current.CancellationToken);
            Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf(
                System.Text.Encoding.UTF8.GetBytes(IdentityHost.AdministratorPassword)));
        }
    }

    [Fact]
    public void OneTimePassword_is_new_each_time_and_readable()
    {
        var passwords = Enumerable.Range(0, 100).Select(_ => OneTimePassword.Create()).ToList();

        Assert.Equal(100, passwords.Distinct().Count());
        Assert.All(passwords, password => Assert.Matches("^([a-km-np-z2-9]{5}-){4}[a-km-np-z2-9]{5}$", password));
    }

    private Task<IdentityHost> StartAsync(string password = IdentityHost.AdministratorPassword, bool reset = false) =>
        IdentityHost.StartAsync(new()
        {
            Redis = _redis,
            Directory = _directory.FullName,
            Extra = new Dictionary<string, string?>
            {
                ["Identity:Administrator:Password"] = password,
                ["Identity:Administrator:Reset"] = reset ? "true" : "false",
            },
        });

    private static async Task<string> StateAsync(IdentityHost host)
    {
        using var client = host.NewOperatorClient();
        return (await client.AskAsync("/operator/administrator")).Body;
    }
}
