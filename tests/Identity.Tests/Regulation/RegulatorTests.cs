using System.Diagnostics;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static McpAspire.Identity.Tests.Regulation.Regulated;

namespace McpAspire.Identity.Tests.Regulation;

/// <summary>Counting, banning and forgiving, for people who mean no harm.</summary>
public sealed class RegulatorTests(RegulatedIdentity regulated) : IClassFixture<RegulatedIdentity>
{
    private readonly string _home = RegulatedIdentity.NextAddress();
    private readonly IdentityHost _host = regulated.Host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Success_forgives_the_failures_of_the_same_person_from_the_same_address()
    {
        var person = await _host.NewPersonAsync();
        for (var evening = 0; evening < 3; evening++)
        {
            await _host.FailAsync(_home, person.Name, times: 2);
            AssertAccepted(await _host.TryAsync(_home, person.Name.ToUpperInvariant(), person.Password));
        }
    }

    [Fact]
    public async Task Household_that_signs_in_at_the_same_moment_is_let_in()
    {
        var person = await _host.NewPersonAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => _host.TryAsync(_home, person.Name, person.Password)));

        Assert.All(answers, AssertAccepted);
    }

    [Fact]
    public async Task Ban_ends_after_its_time_however_often_it_was_run_against()
    {
        await using var host = await StartAsync();
        var person = await host.NewPersonAsync();
        await host.FailAsync(_home, person.Name, times: 3);
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        await host.FailAsync(_home, person.Name, times: 5);
        AssertRefused(await host.TryAsync(_home, person.Name, person.Password));

        host.Clock.Advance(TimeSpan.FromMinutes(1.1));

        AssertAccepted(await host.TryAsync(_home, person.Name, person.Password));
    }

    [Fact]
    public async Task Failures_further_apart_than_the_time_in_which_they_count_start_no_ban()
    {
        await using var host = await StartAsync();
        var person = await host.NewPersonAsync();
        for (var failure = 0; failure < 6; failure++)
        {
            await host.FailAsync(_home, person.Name, times: 1);
            host.Clock.Advance(TimeSpan.FromMinutes(1.1));
        }

        AssertAccepted(await host.TryAsync(_home, person.Name, person.Password));
    }

    [Fact]
    public async Task Mode_User_bans_the_name_wherever_it_is_tried_from_and_for_every_factor()
    {
        await using var host = await StartAsync(("Mode", "User"));
        var person = await host.NewPersonAsync();
        var held = host.BrowserAt("192.0.2.20");
        var next = await person.EnterPasswordAsync(held);

        for (var guess = 0; guess < 3; guess++)
            await host.FailAsync($"192.0.2.{guess}", person.Name, times: 1);

        AssertRefused(await host.TryAsync(_home, person.Name, person.Password));
        AssertRefused(await held.SubmitAsync(next.Location, new() { ["Code"] = person.Code() }), Refusal.Code);
        var ban = Assert.Single(await Bans(host).ListAsync(Token));
        Assert.Equal((BanKind.User, person.Name), (ban.Kind, ban.Subject));
    }

    [Fact]
    public async Task Failures_on_two_replicas_count_together_and_so_do_bans()
    {
        var directory = Directory.CreateTempSubdirectory("regulation-tests-");
        await using var redis = await RedisServer.StartNewAsync();
        await using (var one = await StartAsync(redis, directory.FullName))
        await using (var two = await StartAsync(redis, directory.FullName))
        {
            var person = await one.NewPersonAsync();
            one.TakeTurnsWith(two);
            var browser = one.BrowserAt(_home);
            var form = Browser.Hidden(
                await browser.GetAsync("/sign-in"), new() { ["Name"] = person.Name, ["Password"] = Wrong });

            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => browser.PostAsync("/sign-in", form)));

            Assert.Equal(3, one.Hasher.Comparisons + two.Hasher.Comparisons);
            Assert.Single(await Bans(one).ListAsync(Token));
            Assert.Single(await Bans(two).ListAsync(Token));
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Bans_are_listed_with_their_time_and_lifted()
    {
        await using var host = await StartAsync();
        var person = await host.NewPersonAsync();
        await host.FailAsync(_home, person.Name, times: 3);

        var ban = Assert.Single(await Bans(host).ListAsync(Token));
        var isLifted = await Bans(host).LiftAsync(ban.Kind, ban.Subject, actorId: null, Token);

        Assert.Equal((BanKind.Address, _home), (ban.Kind, ban.Subject));
        Assert.Equal(TimeSpan.FromMinutes(5), ban.Until - ban.Since);
        Assert.True(isLifted);
        Assert.False(await Bans(host).LiftAsync(ban.Kind, ban.Subject, actorId: null, Token));
        Assert.Empty(await Bans(host).ListAsync(Token));
        AssertAccepted(await host.TryAsync(_home, person.Name, person.Password));
        await Eventually.HoldsAsync(
            async () => await KindsAsync(host) is [AuditKind.Banned, AuditKind.BanLifted], "both are in the trail");
    }

    [Fact]
    public async Task Name_that_no_account_has_is_banned_but_never_shown()
    {
        await using var host = await StartAsync(("Mode", "User"));
        const string Typed = "my secret password";
        await host.FailAsync(_home, Typed, times: 4);

        Assert.Empty(await Bans(host).ListAsync(Token));
        Assert.Contains(host.Logs.Lines, line => line.Contains("Banned", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(Typed, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Answers_come_later_with_each_failure()
    {
        await using var host = await StartAsync(
            ("MaxRetries", "10"), ("FailureDelay:Floor", "00:00:00.1"), ("FailureDelay:Growth", "00:00:00.3"));
        var took = new List<double>();
        for (var failure = 0; failure < 3; failure++)
        {
            var watch = Stopwatch.StartNew();
            await host.FailAsync(_home, "nobody", times: 1);
            took.Add(watch.Elapsed.TotalSeconds);
        }

        Assert.InRange(took[0], 0.09, 5);
        Assert.InRange(took[1], 0.39, 5);
        Assert.InRange(took[2], 0.69, 5);
    }

    [Fact]
    public void Delay_grows_from_one_second_to_three()
    {
        var delay = new FailureDelayOptions();

        Assert.Equal([1, 1.5, 2, 2.5, 3, 3], Enumerable.Range(1, 6).Select(count => delay.Of(count).TotalSeconds));
    }

    [Fact]
    public async Task Only_so_many_requests_of_an_address_are_kept_waiting()
    {
        await using var host = await StartAsync(
            ("FailureDelay:Floor", "00:00:01"), ("FailureDelay:MaxWaiting", "4"));
        await host.FailAsync(_home, "nobody", times: 1);
        var browser = host.BrowserAt(_home);
        var form = Browser.Hidden(
            await browser.GetAsync("/sign-in"), new() { ["Name"] = "nobody", ["Password"] = Wrong });
        var watch = Stopwatch.StartNew();

        var times = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            AssertRefused(await browser.PostAsync("/sign-in", form));
            return watch.Elapsed;
        }));

        Assert.InRange(times.Count(time => time > TimeSpan.FromSeconds(0.9)), 1, 4);
    }

    private static Bans Bans(IdentityHost host) => host.Services.GetRequiredService<Bans>();

    private static Task<List<AuditKind>> KindsAsync(IdentityHost host) => host.InDatabaseAsync(services =>
        services.GetRequiredService<IdentityDatabase>().AuditRecords
            .Where(record => record.Kind == AuditKind.Banned || record.Kind == AuditKind.BanLifted)
            .OrderBy(record => record.Id).Select(record => record.Kind).ToListAsync(Token));
}
