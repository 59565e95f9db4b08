using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace McpAspire.Identity.Tests.Totp;

/// <summary>Enrolling an authenticator app, which nobody gets past.</summary>
public sealed partial class EnrollTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Page_shows_the_secret_as_picture_and_as_text_and_keeps_it_over_a_reload()
    {
        var (browser, path) = await EnrollingAsync();

        var first = await browser.GetAsync(path);
        var second = await browser.GetAsync(path);

        Assert.Contains("<img id=\"totp-qr\"", first.Body, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,", first.Body, StringComparison.Ordinal);
        Assert.Contains("img-src 'self' data:;", first.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Matches("^[A-Z2-7]{32}$", TextOf(first));
        Assert.Equal(TextOf(first), TextOf(second));
    }

    [Fact]
    public async Task Another_sign_in_gets_another_secret_and_ends_the_offer_before()
    {
        var (name, password) = await NewcomerAsync();
        var (first, path) = await EnrollingAsync(name, password);
        var stolen = await first.GetAsync(path);
        var (second, _) = await EnrollingAsync(name, password);
        var shown = await second.GetAsync(path);

        var answer = await first.PostAsync(path, Browser.Hidden(stolen, new() { ["Code"] = CodeOf(stolen) }));

        Assert.NotEqual(TextOf(stolen), TextOf(shown));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("does not match", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_enrolments_confirmed_at_once_one_wins_and_the_other_sign_in_ends()
    {
        var (name, password) = await NewcomerAsync();
        var (first, path) = await EnrollingAsync(name, password);
        var pageOfFirst = await first.GetAsync(path);
        var offer = await _host.InDatabaseAsync(async services =>
        {
            var database = services.GetRequiredService<IdentityDatabase>();
            var account = await database.Users.SingleAsync(it => it.UserName == name);
            return await database.Authenticators.AsNoTracking().SingleAsync(row => row.AccountId == account.Id);
        });
        var (second, _) = await EnrollingAsync(name, password);
        var pageOfSecond = await second.GetAsync(path);
        await _host.InDatabaseAsync(async services =>
        {
            var database = services.GetRequiredService<IdentityDatabase>();
            database.Authenticators.Add(offer);
            return await database.SaveChangesAsync();
        });

        var answers = await Task.WhenAll(
            first.PostAsync(path, Browser.Hidden(pageOfFirst, new() { ["Code"] = CodeOf(pageOfFirst) })),
            second.PostAsync(path, Browser.Hidden(pageOfSecond, new() { ["Code"] = CodeOf(pageOfSecond) })));

        Assert.Single(answers, answer => answer.Location == "/");
        Assert.Single(answers, answer => answer.Location.StartsWith("/sign-in", StringComparison.Ordinal));
        Assert.Equal(1, await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .Authenticators.CountAsync(row => row.AccountId == offer.AccountId && row.ConfirmedAt != null)));
    }

    [Fact]
    public async Task Code_that_confirmed_the_enrolment_is_spent()
    {
        var (name, password) = await NewcomerAsync();
        var (browser, path) = await EnrollingAsync(name, password);
        var page = await browser.GetAsync(path);
        var code = CodeOf(page);
        var confirmed = await browser.PostAsync(path, Browser.Hidden(page, new() { ["Code"] = code }));

        var other = _host.NewBrowser();
        var next = await other.SubmitAsync("/sign-in", new() { ["Name"] = name, ["Password"] = password });
        var replayed = await other.SubmitAsync(next.Location, new() { ["Code"] = code });

        Assert.Equal("/", confirmed.Location);
        Assert.Equal("/sign-in/totp", next.Location);
        Assert.Equal(HttpStatusCode.OK, replayed.Status);
        Assert.DoesNotContain("session", other.Cookies.Keys);
    }

    [Fact]
    public async Task Wrong_code_enrols_nothing()
    {
        var (name, password) = await NewcomerAsync();
        var (browser, path) = await EnrollingAsync(name, password);
        var page = await browser.GetAsync(path);
        var wrong = Person.CodeOf(Base32Encoding.ToBytes(TextOf(page)), _host.Clock.GetUtcNow(), stepsAgo: 20);

        var answer = await browser.PostAsync(path, Browser.Hidden(page, new() { ["Code"] = wrong }));
        var next = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = name, ["Password"] = password });

        Assert.Contains("does not match", answer.Body, StringComparison.Ordinal);
        Assert.Equal("/enroll/totp", next.Location);
    }

    [Fact]
    public async Task Somebody_who_is_enrolled_cannot_enrol_again_with_the_password_alone()
    {
        var person = await _host.NewPersonAsync();
        var browser = _host.NewBrowser();
        await person.EnterPasswordAsync(browser);

        var answer = await browser.GetAsync("/enroll/totp");

        Assert.Equal("/sign-in/totp", answer.Location);
    }

    [Fact]
    public async Task Secret_lies_in_the_database_sealed_while_it_is_offered_and_after()
    {
        var (browser, path) = await EnrollingAsync();
        var page = await browser.GetAsync(path);
        var text = TextOf(page);
        await AssertSealedAsync();

        await browser.PostAsync(path, Browser.Hidden(page, new() { ["Code"] = CodeOf(page) }));
        await AssertSealedAsync();

        async Task AssertSealedAsync()
        {
            var rows = await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
                .Authenticators.Select(row => row.SealedSecret).ToListAsync());
            var secret = Base32Encoding.ToBytes(text);
            foreach (var file in (string[])[_host.DatabaseFile, $"{_host.DatabaseFile}-wal"])
            {
                var bytes = await ReadSharedAsync(file);
                Assert.Equal(-1, bytes.AsSpan().IndexOf(secret));
                Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text)));
                Assert.Equal(-1, bytes.AsSpan().IndexOf(
                    System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(secret))));
            }

            Assert.NotEmpty(rows);
        }
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task<(string Name, string Password)> NewcomerAsync()
    {
        var person = await _host.NewPersonAsync();
        await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Authenticators
            .Where(row => row.AccountId == person.AccountId).ExecuteDeleteAsync());
        return (person.Name, person.Password);
    }

    private async Task<(Browser Browser, string Path)> EnrollingAsync()
    {
        var (name, password) = await NewcomerAsync();
        return await EnrollingAsync(name, password);
    }

    private async Task<(Browser Browser, string Path)> EnrollingAsync(string name, string password)
    {
        var browser = _host.NewBrowser();
        var next = await browser.SubmitAsync("/sign-in", new() { ["Name"] = name, ["Password"] = password });
        Assert.Equal("/enroll/totp", next.Location);
        return (browser, next.Location);
    }

    private string CodeOf(Answer page) =>
        Person.CodeOf(Base32Encoding.ToBytes(TextOf(page)), _host.Clock.GetUtcNow());

    private static string TextOf(Answer page) =>
        Tag().Replace(Secret().Match(page.Body).Groups[1].Value, string.Empty);

    [GeneratedRegex("id=\"totp-secret\">(.*?)</code>")]
    private static partial Regex Secret();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
