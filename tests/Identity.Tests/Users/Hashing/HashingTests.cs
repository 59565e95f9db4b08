using System.Net;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Hashing;
using McpAspire.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Users.Hashing;

/// <summary>Hashing in the service: what is stored, and what a flood can do.</summary>
public sealed class HashingTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task New_password_is_stored_as_Argon2id()
    {
        var person = await _host.NewPersonAsync();

        Assert.StartsWith(
            "$argon2id$v=19$m=7168,t=1,p=1$", await StoredAsync(person), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$6$rounds=1000$s"
        + "$/L8YnuKK0tSUg3Bk0zrbi.1Wsjmtq24qIRctapzKStfnlo.8Lo/VjhXPb7.IHBLMIsoWHRu3/ZVa66cKQL4Ww.")]
    [InlineData("aspnet")]
    public async Task Hash_of_another_kind_is_renewed_by_the_first_sign_in(string imported)
    {
        var person = await _host.NewPersonAsync();
        if (imported == "aspnet")
            imported = new PasswordHasher<Account>().HashPassword(new Account(), person.Password);
        await StoreAsync(person, imported);

        await person.EnterPasswordAsync(_host.NewBrowser());
        var renewed = await StoredAsync(person);
        await person.EnterPasswordAsync(_host.NewBrowser());

        Assert.StartsWith("$argon2id$", renewed, StringComparison.Ordinal);
        Assert.Equal(renewed, await StoredAsync(person));
    }

    [Fact]
    public async Task Hash_of_unknown_kind_lets_nobody_in()
    {
        var person = await _host.NewPersonAsync();
        await StoreAsync(person, person.Password);

        var answer = await SubmitAsync(_host, person, person.Password);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Flood_never_hashes_more_passwords_at_once_than_configured()
    {
        await using var host = await StartAsync(maxConcurrent: 2, maxWaiting: 1000);
        var person = await host.NewPersonAsync();
        var form = await FormAsync(host, person.Name);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => form.Browser.PostAsync(
            "/sign-in", form.Fields)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(100, host.Hasher.Comparisons);
        Assert.Equal(2, host.Hasher.Peak);
    }

    [Fact]
    public async Task Flood_beyond_the_queue_is_told_to_come_back_and_costs_nobody_an_attempt()
    {
        await using var host = await StartAsync(maxConcurrent: 1, maxWaiting: 2);
        var person = await host.NewPersonAsync();
        var form = await FormAsync(host, person.Name);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => form.Browser.PostAsync(
            "/sign-in", form.Fields)));
        var turnedAway = answers.Where(answer => answer.Status == HttpStatusCode.ServiceUnavailable).ToList();

        Assert.NotEmpty(turnedAway);
        Assert.All(turnedAway, answer =>
        {
            Assert.Equal("5", answer.Header("Retry-After"));
            Assert.Contains("Sign-in is unavailable for a moment", answer.Body, StringComparison.Ordinal);
        });
        Assert.Equal(60 - turnedAway.Count, host.Hasher.Comparisons);
        Assert.Equal(1, host.Hasher.Peak);
        await person.EnterPasswordAsync(host.NewBrowser());
        Assert.Equal(60 - turnedAway.Count, await FailuresAsync(host));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_gives_up_waiting_leaves_the_queue_and_loses_no_attempt(bool isKnown)
    {
        await using var host = await StartAsync(maxConcurrent: 1, maxWaiting: 1);
        var person = await host.NewPersonAsync();
        var form = await FormAsync(host, person.Name);
        if (isKnown)
            form.Fields["Name"] = person.Name;
        using var hold = new ManualResetEventSlim();
        var held = Task.Run(() => host.Services.GetRequiredService<HashingGate>().RunAsync(() =>
        {
            hold.Wait(TimeSpan.FromSeconds(30));
            return true;
        }));
        using var givesUp = new CancellationTokenSource();

        var waiting = PostAsync(form.Browser, form.Fields, givesUp.Token);
        await Eventually.HoldsAsync(async () => await TakenAsync(host) == 1, "the attempt has begun");
        await givesUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Eventually.HoldsAsync(
            async () => await TakenAsync(host) == 0, "the attempt is given back while the place is still held");
        var next = form.Browser.PostAsync("/sign-in", form.Fields);
        await Eventually.HoldsAsync(async () => await TakenAsync(host) == 1, "the next attempt has begun");
        hold.Set();
        await held.Within();

        Assert.Equal(HttpStatusCode.OK, (await next.Within()).Status);
        Assert.Equal(1, host.Hasher.Comparisons);
        Assert.Equal(1, await FailuresAsync(host));
    }

    private static async Task PostAsync(
        Browser browser, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        using var client = browser.Host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent(fields),
        };
        request.Headers.Add("Cookie", string.Join("; ", browser.Cookies.Select(it => $"{it.Key}={it.Value}")));
        await client.SendAsync(request, cancellationToken);
    }

    private static Task<IdentityHost> StartAsync(int maxConcurrent, int maxWaiting) => IdentityHost.StartAsync(new()
    {
        Extra = new Dictionary<string, string?>
        {
            ["Identity:Password:Argon2:MaxConcurrent"] = $"{maxConcurrent}",
            ["Identity:Password:Argon2:MaxWaiting"] = $"{maxWaiting}",
        },
    });

    private static async Task<(Browser Browser, Dictionary<string, string> Fields)> FormAsync(
        IdentityHost host, string name)
    {
        var browser = host.NewBrowser();
        var page = await browser.GetAsync("/sign-in");
        return (browser, Browser.Hidden(page, new() { ["Name"] = $"not-{name}", ["Password"] = "a wrong guess" }));
    }

    private static Task<Answer> SubmitAsync(IdentityHost host, Person person, string password) =>
        host.NewBrowser().SubmitAsync("/sign-in", new() { ["Name"] = person.Name, ["Password"] = password });

    private static async Task<long> FailuresAsync(IdentityHost host)
    {
        await using var redis = await host.Redis.ConnectAsync();
        return await redis.GetDatabase().SortedSetLengthAsync("idp:regulation:Address:127.0.0.1:failed");
    }

    private static async Task<long> TakenAsync(IdentityHost host)
    {
        await using var redis = await host.Redis.ConnectAsync();
        return await redis.GetDatabase().SortedSetLengthAsync("idp:regulation:Address:127.0.0.1:taken");
    }

    private Task<string?> StoredAsync(Person person) => _host.InDatabaseAsync(services =>
        services.GetRequiredService<IdentityDatabase>().Users
            .Where(account => account.Id == person.AccountId).Select(account => account.PasswordHash)
            .SingleAsync());

    private Task<int> StoreAsync(Person person, string hash) => _host.InDatabaseAsync(services =>
        services.GetRequiredService<IdentityDatabase>().Users
            .Where(account => account.Id == person.AccountId)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.PasswordHash, hash)));
}
