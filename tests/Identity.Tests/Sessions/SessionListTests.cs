using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Sessions;

/// <summary>People see where they are signed in, and end their own sessions and nobody else's.</summary>
public sealed partial class SessionListTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_lists_each_device_and_marks_this_one_without_showing_a_session_id()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        await person.SignInAsync();

        var page = await session.GetAsync("/sessions");

        Assert.Equal(2, Entry().Count(page.Body));
        Assert.Single(Regex.Matches(page.Body, "this device"));
        await using var redis = await _host.Redis.ConnectAsync();
        foreach (var id in await redis.GetDatabase().SortedSetRangeByRankAsync($"idp:sessions-of:{person.AccountId:N}"))
            Assert.DoesNotContain(id.ToString(), page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_agent_is_never_shown_as_it_was_sent()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync(_host.NewBrowser("<script>alert(1)</script> Firefox/140.0 (X11; Linux)"));

        var page = await session.GetAsync("/sessions");

        Assert.Contains("Firefox on Linux", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_session_is_ended_at_once_and_the_own_stays()
    {
        var person = await _host.NewPersonAsync();
        var lost = await person.SignInAsync();
        var mine = await person.SignInAsync();

        var others = (await ListAsync(person)).Select(it => it.PublicId).Except([await CurrentAsync(mine)]);
        await SubmitAsync(mine, "End", others.Single());

        Assert.Equal(HttpStatusCode.Redirect, (await lost.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/")).Status);
    }

    [Fact]
    public async Task All_others_are_ended_and_half_sign_ins_with_them()
    {
        var person = await _host.NewPersonAsync();
        var lost = await person.SignInAsync();
        var half = _host.NewBrowser();
        await person.EnterPasswordAsync(half);
        var mine = await person.SignInAsync();

        await SubmitAsync(mine, "EndOthers");

        Assert.Equal(HttpStatusCode.Redirect, (await lost.GetAsync("/")).Status);
        Assert.Equal("/sign-in", (await half.GetAsync("/sign-in/totp")).Location);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Only_sessions_that_stood_are_counted_as_ended()
    {
        var person = await _host.NewPersonAsync();
        await person.SignInAsync();
        await using var redis = await _host.Redis.ConnectAsync();
        var database = redis.GetDatabase();
        var idle = Assert.Single(await database.SortedSetRangeByRankAsync($"idp:sessions-of:{person.AccountId:N}"));
        await person.SignInAsync();
        await person.EnterPasswordAsync(_host.NewBrowser());
        var mine = await person.SignInAsync();
        await database.KeyDeleteAsync($"idp:session:{idle}");

        await SubmitAsync(mine, "EndOthers");

        await Eventually.HoldsAsync(
            async () => await EndedAsync(person) is not null, "it is recorded how many sessions were ended");
        Assert.Equal("all others: 1", await EndedAsync(person));
    }

    [Fact]
    public async Task Session_of_somebody_else_cannot_be_ended_by_its_id()
    {
        var victim = await _host.NewPersonAsync();
        var theirs = await victim.SignInAsync();
        var attacker = await (await _host.NewPersonAsync()).SignInAsync();

        await SubmitAsync(attacker, "End", (await ListAsync(victim)).Single().PublicId);

        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/")).Status);
    }

    [Theory]
    [InlineData("End")]
    [InlineData("EndOthers")]
    public async Task Form_without_antiforgery_token_ends_nothing(string handler)
    {
        var person = await _host.NewPersonAsync();
        var other = await person.SignInAsync();
        var mine = await person.SignInAsync();

        var answer = await mine.PostAsync($"/sessions?handler={handler}", new()
        {
            ["id"] = (await ListAsync(person))[0].PublicId,
        });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Administrators_end_any_session_by_its_public_id()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var list = _host.Services.GetRequiredService<SessionList>();
        var all = await list.AllAsync(int.MaxValue, Cancellation);

        var ended = await list.EndAsync(all.Single(it => it.AccountId == person.AccountId).PublicId, null, Cancellation);

        Assert.True(ended);
        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
        Assert.Empty(await ListAsync(person));
    }

    [Fact]
    public async Task Last_seen_moves_with_use_and_at_most_once_a_minute()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();
        var session = await person.SignInAsync();
        var list = host.Services.GetRequiredService<SessionList>();
        var first = (await list.OfAsync(person.AccountId, Cancellation)).Single().LastSeenAt;

        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await session.GetAsync("/");
        var soon = (await list.OfAsync(person.AccountId, Cancellation)).Single().LastSeenAt;
        host.Clock.Advance(TimeSpan.FromSeconds(90));
        await session.GetAsync("/");
        var later = (await list.OfAsync(person.AccountId, Cancellation)).Single().LastSeenAt;

        Assert.Equal(first, soon);
        Assert.True(later - first >= TimeSpan.FromMinutes(2));
    }

    private Task<IReadOnlyList<SessionInfo>> ListAsync(Person person) =>
        _host.Services.GetRequiredService<SessionList>().OfAsync(person.AccountId, Cancellation);

    private Task<string?> EndedAsync(Person person) => _host.InDatabaseAsync(services => services
        .GetRequiredService<IdentityDatabase>().AuditRecords
        .Where(it => it.AccountId == person.AccountId && it.Kind == AuditKind.SessionEnded)
        .Select(it => it.Detail).SingleOrDefaultAsync());

    private static async Task<string> CurrentAsync(Browser browser)
    {
        var page = await browser.GetAsync("/sessions");
        var entries = page.Body.Split("<li>").Single(entry => entry.Contains("this device", StringComparison.Ordinal));
        return Entry().Match(entries).Groups[1].Value;
    }

    private static async Task SubmitAsync(Browser browser, string handler, string? id = null)
    {
        var page = await browser.GetAsync("/sessions");
        var fields = Browser.Hidden(page, id is null ? [] : new() { ["id"] = id });
        Assert.Equal("/sessions", (await browser.PostAsync($"/sessions?handler={handler}", fields)).Location);
    }

    [GeneratedRegex("name=\"id\" value=\"([^\"]+)\"")]
    private static partial Regex Entry();
}
