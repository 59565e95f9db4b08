using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Sessions;

/// <summary>Staying signed in is a choice, and a fresh sign-in is asked for all the same.</summary>
public sealed class RememberMeTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Remembered_session_outlives_hours_and_ends_after_thirty_days()
    {
        await using var host = await IdentityHost.StartAsync();
        var session = await SignInAsync(await host.NewPersonAsync(), host.NewBrowser());

        Assert.Contains("expires=", SessionCookie(session), StringComparison.OrdinalIgnoreCase);
        host.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/")).Status);
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Session_of_somebody_who_did_not_choose_it_ends_with_the_browser()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        Assert.DoesNotContain("expires=", SessionCookie(session), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Zero_takes_the_choice_away_and_a_forged_field_does_not_bring_it_back()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Session:RememberMe"] = "0" },
        });
        var page = await host.NewBrowser().GetAsync("/sign-in");
        var session = await SignInAsync(await host.NewPersonAsync(), host.NewBrowser());

        Assert.DoesNotContain("Keep me signed in", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("expires=", SessionCookie(session), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Fresh_sign_in_knows_the_name_and_the_choice_and_leads_back()
    {
        var person = await _host.NewPersonAsync();
        var session = await SignInAsync(person, _host.NewBrowser());

        var page = await session.GetAsync("/sign-in?returnUrl=%2Fsessions");

        Assert.Contains("Confirm that it is you", page.Body, StringComparison.Ordinal);
        Assert.Contains($"value=\"{person.Name}\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("checked", page.Body, StringComparison.Ordinal);
        await person.SignInAsync(session, "/sessions");
    }

    private static async Task<Browser> SignInAsync(Person person, Browser browser)
    {
        var code = await browser.SubmitAsync("/sign-in", new()
        {
            ["Name"] = person.Name, ["Password"] = person.Password, ["Remember"] = "true",
        });
        await person.ForgetUsedCodesAsync();
        var done = await browser.SubmitAsync(code.Location, new() { ["Code"] = person.Code() });
        Assert.Equal("/", done.Location);
        return browser;
    }

    private static string SessionCookie(Browser browser) =>
        browser.SetCookies.Last(cookie => cookie.StartsWith("session=", StringComparison.Ordinal));
}
