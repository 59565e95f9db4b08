using System.Net;
using McpAspire.Identity.Recovery;
using McpAspire.Identity.Tests.Passkeys;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Factors;

/// <summary>Two instances of the service on one database, one Redis and one folder of keys.</summary>
public sealed class FactorReplicaTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("factor-tests-");
    private RedisServer _redis = null!;
    private IdentityHost _first = null!;
    private IdentityHost _second = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartNewAsync();
        var settings = new IdentityHostSettings { Redis = _redis, Directory = _directory.FullName };
        _first = await IdentityHost.StartAsync(settings);
        _second = await IdentityHost.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _redis.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Code_that_one_replica_took_is_refused_by_the_other_and_so_is_an_older_one()
    {
        var person = await _first.NewPersonAsync();
        var code = person.Code();
        var older = person.Code(stepsAgo: 1);

        var taken = await EnterAsync(_first, person, code);
        var again = await EnterAsync(_second, person, code);
        var before = await EnterAsync(_second, person, older);

        Assert.Equal(HttpStatusCode.Redirect, taken.Status);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(HttpStatusCode.OK, before.Status);
    }

    [Fact]
    public async Task Code_raced_on_both_replicas_lets_one_in()
    {
        var person = await _first.NewPersonAsync();
        var code = person.Code();
        var forms = new List<(Browser Browser, Dictionary<string, string> Form)>();
        foreach (var host in (IdentityHost[])[_first, _second, _first, _second])
        {
            var browser = host.NewBrowser();
            var next = await person.EnterPasswordAsync(browser);
            forms.Add((browser, Browser.Hidden(await browser.GetAsync(next.Location), new() { ["Code"] = code })));
        }

        var answers = await Task.WhenAll(forms.Select(it => it.Browser.PostAsync("/sign-in/totp", it.Form)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Passkey_ceremony_begins_on_one_replica_and_ends_on_the_other_once()
    {
        var passkey = new SoftAuthenticator();
        await _first.WithPasskeyAsync(passkey);
        var began = _first.NewBrowser();
        var (options, page) = await began.AskAsync(PasskeyWalk.Alone);
        var credential = passkey.Get(options);
        var (ends, replays) = (Copy(began, _second), Copy(began, _first));

        var done = await ends.AnswerAsync(PasskeyWalk.Alone, page, credential);
        var replayed = await replays.AnswerAsync(PasskeyWalk.Alone, page, credential);

        Assert.Equal("/", done.Location);
        Assert.Equal(HttpStatusCode.BadRequest, replayed.Status);
    }

    [Fact]
    public async Task Recovery_code_raced_on_both_replicas_counts_once()
    {
        var person = await _first.NewPersonAsync();
        var codes = await _first.InDatabaseAsync(async services =>
        {
            var account = await services.GetRequiredService<UserManager<Account>>()
                .FindByIdAsync(person.AccountId.ToString());
            return await services.GetRequiredService<RecoveryCodes>().MakeAsync(account!, CancellationToken.None);
        });

        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(index =>
            (index % 2 == 0 ? _first : _second).InDatabaseAsync(services =>
                services.GetRequiredService<RecoveryCodes>()
                    .RedeemAsync(person.AccountId, codes![0], CancellationToken.None))));

        Assert.Single(won, isWinner => isWinner);
    }

    private static Browser Copy(Browser browser, IdentityHost host)
    {
        var copy = host.NewBrowser();
        foreach (var (name, value) in browser.Cookies)
            copy.Cookies[name] = value;
        return copy;
    }

    private static async Task<Answer> EnterAsync(IdentityHost host, Person person, string code)
    {
        var browser = host.NewBrowser();
        var next = await person.EnterPasswordAsync(browser);
        return await browser.SubmitAsync(next.Location, new() { ["Code"] = code });
    }
}
