using System.Net;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Totp;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Factors;

/// <summary>The list of one's second factors, and what may be done to them.</summary>
public sealed class SecurityTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Last_second_factor_cannot_be_removed()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        var answer = await RemoveAsync(session, person.Authenticator);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("your only second factor", answer.Body, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(person));
    }

    [Fact]
    public async Task Removal_ends_other_sessions_and_keeps_this_one_under_a_new_id()
    {
        var person = await _host.NewPersonAsync();
        var second = await AddAsync(person, "Old phone");
        var session = await person.SignInAsync();
        var other = await person.SignInAsync();
        var oldId = session.Cookies["session"];

        var answer = await RemoveAsync(session, second);
        var planted = _host.NewBrowser();
        planted.Cookies["session"] = oldId;

        Assert.Equal("/security", answer.Location);
        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/security")).Status);
        Assert.NotEqual(oldId, session.Cookies["session"]);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await planted.GetAsync("/")).Status);
        Assert.Equal(1, await CountAsync(person));
    }

    [Fact]
    public async Task Of_two_factors_removed_at_once_one_stays()
    {
        var person = await _host.NewPersonAsync();
        var second = await AddAsync(person, "Old phone");
        var session = await person.SignInAsync();
        var page = await session.GetAsync("/security");

        await Task.WhenAll(
            session.PostAsync("/security?handler=Remove", Form(page, person.Authenticator)),
            session.PostAsync("/security?handler=Remove", Form(page, second)));

        Assert.Equal(1, await CountAsync(person));
    }

    [Fact]
    public async Task Stale_session_neither_sees_nor_removes_factors()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Session:Inactivity"] = "00:30:00" },
        });
        var person = await host.NewPersonAsync();
        var session = await person.SignInAsync();
        var page = await session.GetAsync("/security");
        host.Clock.Advance(TimeSpan.FromMinutes(11));

        var seen = await session.GetAsync("/security");
        var removed = await session.PostAsync("/security?handler=Remove", Form(page, person.Authenticator));
        var enrolled = await session.GetAsync("/security/totp");
        var codes = await session.GetAsync("/security/recovery");
        var passkey = await session.GetAsync("/security/passkey");

        Assert.All([seen, removed, enrolled, codes, passkey], answer =>
            Assert.StartsWith("/sign-in?returnUrl=%2Fsecurity", answer.Location, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Factor_of_somebody_else_is_neither_renamed_nor_removed()
    {
        var victim = await _host.NewPersonAsync();
        var thief = await _host.NewPersonAsync();
        await AddAsync(thief, "Another");
        var session = await thief.SignInAsync();
        var page = await session.GetAsync("/security");

        var renamed = await session.PostAsync(
            "/security?handler=Rename", Form(page, victim.Authenticator, name: "Mine now"));
        var removed = await session.PostAsync("/security?handler=Remove", Form(page, victim.Authenticator));

        Assert.Equal("/security", renamed.Location);
        Assert.Equal("/security", removed.Location);
        Assert.Equal(1, await CountAsync(victim));
        Assert.DoesNotContain("Mine now", (await (await victim.SignInAsync()).GetAsync("/security")).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rename_shows_the_new_name_and_when_the_factor_was_used()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var page = await session.GetAsync("/security");

        await session.PostAsync(
            "/security?handler=Rename", Form(page, person.Authenticator, name: " My\u0007 <i>phone</i> "));
        var shown = await session.GetAsync("/security");

        Assert.Contains("My &lt;i&gt;phone&lt;/i&gt;", shown.Body, StringComparison.Ordinal);
        Assert.Contains("last used", shown.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/security?handler=Remove")]
    [InlineData("/security?handler=Rename")]
    [InlineData("/security/totp")]
    [InlineData("/security/recovery")]
    public async Task Every_form_of_the_factors_asks_for_the_antiforgery_token(string path)
    {
        var person = await _host.NewPersonAsync();
        await AddAsync(person, "Another");
        var session = await person.SignInAsync();

        var answer = await session.PostAsync(
            path, new() { ["Kind"] = "totp", ["Id"] = person.Authenticator.ToString() });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(2, await CountAsync(person));
    }

    [Fact]
    public async Task Removal_is_written_to_the_audit_trail()
    {
        var person = await _host.NewPersonAsync();
        var second = await AddAsync(person, "Old phone");
        var session = await person.SignInAsync();

        await RemoveAsync(session, second);

        await Eventually.HoldsAsync(
            async () => await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
                .AuditRecords.AnyAsync(row => row.AccountId == person.AccountId
                    && row.Kind == AuditKind.FactorRemoved && row.Detail == "Old phone")),
            "the removal is in the table");
    }

    [Fact]
    public async Task Disabled_account_gets_the_answer_of_a_wrong_password()
    {
        var person = await _host.NewPersonAsync();
        await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Users
            .Where(account => account.Id == person.AccountId)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.DisabledAt, DateTimeOffset.UnixEpoch)));

        var answer = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = person.Name, ["Password"] = person.Password });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("User name and password do not match, or there were too many attempts.", answer.Body, StringComparison.Ordinal);
    }

    private static async Task<Answer> RemoveAsync(Browser session, Guid authenticator)
    {
        var page = await session.GetAsync("/security");
        return await session.PostAsync("/security?handler=Remove", Form(page, authenticator));
    }

    private static Dictionary<string, string> Form(Answer page, Guid authenticator, string name = "") =>
        Browser.Hidden(page, new() { ["Kind"] = "totp", ["Id"] = authenticator.ToString(), ["Name"] = name });

    private Task<int> CountAsync(Person person) =>
        _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .Authenticators.CountAsync(row => row.AccountId == person.AccountId));

    private Task<Guid> AddAsync(Person person, string name) => _host.InDatabaseAsync(async services =>
    {
        var id = Guid.NewGuid();
        var database = services.GetRequiredService<IdentityDatabase>();
        database.Authenticators.Add(new Authenticator
        {
            Id = id,
            AccountId = person.AccountId,
            Name = name,
            SealedSecret = services.GetRequiredService<TotpSecrets>().Seal(person.Secret, id),
            CreatedAt = _host.Clock.GetUtcNow(),
            ConfirmedAt = _host.Clock.GetUtcNow(),
        });
        await database.SaveChangesAsync();
        return id;
    });
}
