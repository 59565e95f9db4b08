using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Tests.Running;
using OtpNet;

namespace McpAspire.Identity.Tests.Login;

/// <summary>The first sign-in of the administrator: one-time password, own password, authenticator app.</summary>
public sealed partial class FirstSignInTests
{
    private const string Chosen = "correct horse battery staple";

    [Fact]
    public async Task One_time_password_leads_through_new_password_and_enrolment_into_the_session()
    {
        await using var host = await IdentityHost.StartAsync();
        var browser = host.NewBrowser();

        var password = await EnterAsync(browser, IdentityHost.AdministratorPassword);
        var enrolment = await browser.SubmitAsync(password.Location, NewPassword(Chosen));
        var page = await browser.GetAsync(enrolment.Location);
        var done = await browser.PostAsync(
            enrolment.Location, Browser.Hidden(page, new() { ["Code"] = CodeOf(page, host) }));
        var account = await browser.GetAsync("/");

        Assert.Equal("/sign-in/password", password.Location);
        Assert.Equal("/enroll/totp", enrolment.Location);
        Assert.Equal("/", done.Location);
        Assert.Contains("Hello, admin", account.Body, StringComparison.Ordinal);
        Assert.Contains("administrators", account.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_time_password_is_good_for_nothing_once_it_was_replaced()
    {
        await using var host = await IdentityHost.StartAsync();
        var browser = host.NewBrowser();
        var password = await EnterAsync(browser, IdentityHost.AdministratorPassword);
        await browser.SubmitAsync(password.Location, NewPassword(Chosen));

        var again = await EnterAsync(host.NewBrowser(), IdentityHost.AdministratorPassword);

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Contains("do not match", again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_new_passwords_at_once_one_counts_and_the_others_start_over()
    {
        await using var host = await IdentityHost.StartAsync();
        var forms = new List<(Browser Browser, Dictionary<string, string> Form)>();
        for (var index = 0; index < 4; index++)
        {
            var browser = host.NewBrowser();
            var password = await EnterAsync(browser, IdentityHost.AdministratorPassword);
            var page = await browser.GetAsync(password.Location);
            forms.Add((browser, Browser.Hidden(page, NewPassword($"{Chosen} {index}"))));
        }

        var answers = await Task.WhenAll(forms.Select(it => it.Browser.PostAsync("/sign-in/password", it.Form)));

        Assert.Single(answers, answer => answer.Location == "/enroll/totp");
        Assert.Equal(3, answers.Count(answer => answer.Location == "/sign-in"));
    }

    [Fact]
    public async Task Steps_cannot_be_skipped()
    {
        await using var host = await IdentityHost.StartAsync();
        var browser = host.NewBrowser();

        foreach (var path in (string[])["/sign-in/password", "/sign-in/totp", "/enroll/totp"])
            Assert.Equal("/sign-in", (await browser.GetAsync(path)).Location);
        await EnterAsync(browser, IdentityHost.AdministratorPassword);

        foreach (var path in (string[])["/sign-in/totp", "/enroll/totp"])
            Assert.Equal("/sign-in/password", (await browser.GetAsync(path)).Location);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).Status);
    }

    [Theory]
    [InlineData("too short", "too short", "at least 12 characters")]
    [InlineData("a long enough password", "another long password", "not the same")]
    [InlineData("my admin password here", "my admin password here", "must not contain the user name")]
    [InlineData(IdentityHost.AdministratorPassword, IdentityHost.AdministratorPassword, "must differ")]
    public async Task New_password_that_will_not_do_is_told(string password, string confirmation, string reason)
    {
        await using var host = await IdentityHost.StartAsync();
        var browser = host.NewBrowser();
        var page = await EnterAsync(browser, IdentityHost.AdministratorPassword);

        var answer = await browser.SubmitAsync(
            page.Location, new() { ["NewPassword"] = password, ["ConfirmPassword"] = confirmation });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
    }

    private static Task<Answer> EnterAsync(Browser browser, string password) =>
        browser.SubmitAsync("/sign-in", new() { ["Name"] = "admin", ["Password"] = password });

    private static Dictionary<string, string> NewPassword(string password) =>
        new() { ["NewPassword"] = password, ["ConfirmPassword"] = password };

    private static string CodeOf(Answer page, IdentityHost host)
    {
        var text = Tag().Replace(Secret().Match(page.Body).Groups[1].Value, string.Empty);
        return Person.CodeOf(Base32Encoding.ToBytes(text), host.Clock.GetUtcNow());
    }

    [GeneratedRegex("id=\"totp-secret\">(.*?)</code>")]
    private static partial Regex Secret();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
