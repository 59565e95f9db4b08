using System.Diagnostics;
using System.Net;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Mail;
using McpAspire.Identity.Tests.Regulation;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Reset;

/// <summary>Links that are not what they seem, and people who are not.</summary>
public sealed class ResetAttackTests(MailingIdentity mailing) : IClassFixture<MailingIdentity>
{
    private readonly IdentityHost _host = mailing.Host;

    [Fact]
    public async Task Link_in_another_browser_is_refused_and_stays_good_in_the_one_that_asked()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();
        var link = await browser.LinkAsync(mailing.Mails, person.Name, address);
        var thief = _host.NewBrowser();
        await thief.AskForResetAsync("nobody");

        var seen = await thief.GetAsync(link);
        var form = Browser.Hidden(await thief.GetAsync("/sign-in"), Fields());
        var sent = await thief.PostAsync(link, form);

        foreach (var answer in (Answer[])[seen, sent, await _host.NewBrowser().GetAsync(link)])
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Contains("ask for a new link in this one", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(person.Name, answer.Body, StringComparison.Ordinal);
        }

        Assert.Contains("Password changed", (await browser.ReplaceAsync(link)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_works_once_however_many_use_it_at_the_same_time()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();
        var link = await browser.LinkAsync(mailing.Mails, person.Name, address);
        var page = await browser.GetAsync(link);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => browser.PostAsync(
            link, Browser.Hidden(page, Fields($"phrase number {number} of this crowd")))));

        Assert.Single(answers, answer => answer.Body.Contains("Password changed", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(link)).Status);
    }

    [Fact]
    public async Task Link_is_worthless_after_five_minutes()
    {
        using var mails = new MailFolder();
        await using var host = await MailingIdentity.StartAsync(mails);
        var (person, address) = await host.NewPersonWithMailAsync();
        var browser = host.NewBrowser();
        var link = await browser.LinkAsync(mails, person.Name, address);
        var page = await browser.GetAsync(link);

        host.Clock.Advance(TimeSpan.FromMinutes(5.1));

        Assert.Equal(HttpStatusCode.Gone, (await browser.PostAsync(link, Browser.Hidden(page, Fields()))).Status);
        Assert.Contains("Ask for a new link", (await browser.GetAsync(link)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_is_worthless_after_another_change_of_the_account()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();
        var link = await browser.LinkAsync(mailing.Mails, person.Name, address);

        await _host.SetStampAsync(person.AccountId);

        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(link)).Status);
    }

    [Fact]
    public async Task Link_is_worthless_once_the_account_has_another_address()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();
        var link = await browser.LinkAsync(mailing.Mails, person.Name, address);
        var page = await browser.GetAsync(link);

        await _host.SetMailAsync(person, $"new-{address}");

        Assert.Equal(HttpStatusCode.Gone, (await browser.PostAsync(link, Browser.Hidden(page, Fields()))).Status);
        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(link)).Status);
    }

    [Fact]
    public async Task Stranger_who_asks_for_resets_does_not_keep_the_owner_from_changing_the_address()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        for (var request = 0; request < 5; request++)
            await _host.NewBrowser().LinkAsync(mailing.Mails, person.Name, address);
        var session = await person.SignInAsync();

        var answer = await session.SubmitAsync("/security/mail", new() { ["Email"] = $"new-{address}" });

        Assert.Contains("Look at your mail", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/reset/new")]
    [InlineData("/reset/new?token=")]
    [InlineData("/reset/new?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Guessed_link_opens_nothing(string link) =>
        Assert.Equal(HttpStatusCode.Gone, (await _host.NewBrowser().GetAsync(link)).Status);

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("Forwarded", "host=evil.example")]
    public async Task Host_of_the_request_never_reaches_the_mail(string header, string value)
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();
        var form = Browser.Hidden(await browser.GetAsync("/reset"), new() { ["Name"] = person.Name });
        var request = new HttpRequestMessage(HttpMethod.Post, "/reset") { Content = new FormUrlEncodedContent(form) };
        request.Headers.TryAddWithoutValidation(header, value);

        var answer = await browser.SendAsync(request);

        if (header == "Host")
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            return;
        }

        var mail = Assert.Single(await mailing.Mails.ToAsync(address, 1));
        Assert.StartsWith("http://localhost:9091/reset/new?", ResetWalk.LinkIn(mail), StringComparison.Ordinal);
        Assert.DoesNotContain("evil", mail.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_is_the_same_to_the_byte_whoever_is_named()
    {
        var (person, _) = await _host.NewPersonWithMailAsync();
        var without = await _host.NewPersonAsync();

        var known = await _host.NewBrowser().AskForResetAsync(person.Name);

        foreach (var name in (string[])[without.Name, "nobody", "nobody@example.org", new string('x', 300)])
        {
            var other = await _host.NewBrowser().AskForResetAsync(name);
            Assert.Equal(known.Body, other.Body);
            Assert.Equal(
                known.Response.Headers.Select(header => header.Key),
                other.Response.Headers.Select(header => header.Key));
        }
    }

    [Fact]
    public async Task Answer_comes_in_the_same_time_whoever_is_named()
    {
        using var mails = new MailFolder();
        await using var host = await MailingIdentity.StartAsync(mails, ("Identity:Reset:MaxPerAccount", "100"));
        var (person, _) = await host.NewPersonWithMailAsync();
        var browser = host.NewBrowser();
        var form = Browser.Hidden(await browser.GetAsync("/reset"), []);
        double[] known = new double[100], unknown = new double[100];
        for (var warmUp = 0; warmUp < 10; warmUp++)
            await TimeAsync("nobody");
        for (var index = 0; index < known.Length; index++)
        {
            known[index] = await TimeAsync(person.Name);
            unknown[index] = await TimeAsync(new string('z', person.Name.Length));
        }

        // The work itself is done after the answer; a millisecond is what the rest of the machine does.
        Assert.InRange(
            Math.Abs(Distributions.Median(known) - Distributions.Median(unknown)),
            0, 1 + Distributions.Spread(known) + Distributions.Spread(unknown));

        async Task<double> TimeAsync(string name)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await browser.PostAsync("/reset", new(form) { ["Name"] = name });
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("disabled")]
    [InlineData("one-time password")]
    [InlineData("no second factor")]
    [InlineData("shared address")]
    public async Task Account_that_mail_must_not_open_gets_none(string what)
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var typed = person.Name;
        switch (what)
        {
            case "no address":
                await _host.SetMailAsync(person, null);
                break;
            case "disabled":
                await ChangeAsync(person, row => row.SetProperty(it => it.DisabledAt, DateTimeOffset.UnixEpoch));
                break;
            case "one-time password":
                await ChangeAsync(person, row => row.SetProperty(it => it.PasswordIsOneTime, true));
                break;
            case "no second factor":
                await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Authenticators
                    .Where(row => row.AccountId == person.AccountId).ExecuteDeleteAsync());
                break;
            default:
                await _host.SetMailAsync(await _host.NewPersonAsync(), address);
                typed = address;
                break;
        }

        await _host.NewBrowser().AskForResetAsync(typed);
        // Mails go out one after the other, so one that is asked for later comes later.
        var (other, its) = await _host.NewPersonWithMailAsync();
        await _host.NewBrowser().LinkAsync(mailing.Mails, other.Name, its);

        Assert.Empty(await mailing.Mails.AllToAsync(address));
    }

    [Fact]
    public async Task Mails_to_one_account_are_bounded_wherever_they_are_asked_for()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        for (var request = 0; request < 8; request++)
            await _host.NewBrowser().AskForResetAsync(person.Name);
        var (other, its) = await _host.NewPersonWithMailAsync();
        await _host.NewBrowser().LinkAsync(mailing.Mails, other.Name, its);

        Assert.Equal(5, (await mailing.Mails.AllToAsync(address)).Count);
    }

    [Fact]
    public async Task Requests_from_one_address_are_bounded()
    {
        using var mails = new MailFolder();
        await using var host = await MailingIdentity.StartAsync(
            mails, ("Identity:RateLimits:Enabled", "true"), ("Identity:KnownProxies:0", "127.0.0.1"));
        var browser = host.BrowserAt("192.0.2.7");
        for (var request = 0; request < 5; request++)
            await browser.AskForResetAsync($"nobody-{request}");

        var refused = await browser.SubmitAsync("/reset", new() { ["Name"] = "nobody" });

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        await host.BrowserAt("192.0.2.8").AskForResetAsync("nobody");
    }

    [Fact]
    public async Task Form_of_another_site_sends_no_mail()
    {
        var answer = await _host.NewBrowser().PostAsync("/reset", new() { ["Name"] = "nobody" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Redis_holds_neither_token_nor_address()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();
        var token = (await browser.LinkAsync(mailing.Mails, person.Name, address)).Split('=')[1];
        await using var redis = await _host.Redis.ConnectAsync();
        var keys = redis.GetServers()[0].Keys(pattern: "idp:mail-link:*").ToList();

        Assert.NotEmpty(keys);
        foreach (var key in keys)
        {
            Assert.DoesNotContain(token, key.ToString(), StringComparison.Ordinal);
            var value = await redis.GetDatabase().StringGetAsync(key);
            Assert.DoesNotContain(person.AccountId.ToString(), value.ToString(), StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, string> Fields(string password = ResetWalk.NewPassword) =>
        new() { ["NewPassword"] = password, ["ConfirmPassword"] = password };

    private Task<int> ChangeAsync(Person person, Action<UpdateSettersBuilder<Account>> change) =>
        _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Users
            .Where(account => account.Id == person.AccountId).ExecuteUpdateAsync(change));
}
