using System.Net;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Mail;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Reset;

/// <summary>A forgotten password and a mail.</summary>
public sealed class ResetTests(MailingIdentity mailing) : IClassFixture<MailingIdentity>
{
    private readonly IdentityHost _host = mailing.Host;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Link_from_the_mail_replaces_the_password(bool byAddress)
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();
        var link = await browser.LinkAsync(mailing.Mails, byAddress ? address.ToUpperInvariant() : person.Name, address);

        var page = await browser.GetAsync(link);
        var done = await browser.ReplaceAsync(link);

        Assert.StartsWith("http://localhost:9091/reset/new?token=", link, StringComparison.Ordinal);
        Assert.Contains(person.Name, page.Body, StringComparison.Ordinal);
        Assert.Contains("Password changed", done.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await EnterAsync(person, person.Password)).Status);
        Assert.StartsWith(
            "/sign-in/totp", (await EnterAsync(person, ResetWalk.NewPassword)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_comes_through_a_mail_server()
    {
        using var authority = new Authority();
        await using var server = new MailServer(authority.Issue("localhost"));
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?>
            {
                ["Identity:Mail:Host"] = "localhost",
                ["Identity:Mail:Port"] = $"{server.Port}",
                ["Identity:Mail:From"] = "id@example.org",
                ["Identity:Mail:UserName"] = MailServer.UserName,
                ["Identity:Mail:Password"] = MailServer.Password,
                ["Identity:Mail:AuthoritiesFile"] = authority.File,
            },
        });
        var (person, _) = await host.NewPersonWithMailAsync();
        var browser = host.NewBrowser();

        await browser.AskForResetAsync(person.Name);
        await Eventually.HoldsAsync(() => !server.Received.IsEmpty, "the mail comes");
        var done = await browser.ReplaceAsync(ResetWalk.LinkIn(server.Received.First().Mail));

        Assert.Contains("Password changed", done.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_signs_nobody_in_and_the_second_factor_is_asked_as_ever()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();

        await browser.ReplaceAsync(await browser.LinkAsync(mailing.Mails, person.Name, address));

        Assert.StartsWith("/sign-in", (await browser.GetAsync("/")).Location, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/sign-in/totp")).Location, StringComparison.Ordinal);
        var next = await EnterAsync(person, ResetWalk.NewPassword, browser);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/")).Location, StringComparison.Ordinal);
        await person.ForgetUsedCodesAsync();
        Assert.Equal("/", (await browser.SubmitAsync(next.Location, new() { ["Code"] = person.Code() })).Location);
    }

    [Fact]
    public async Task Reset_ends_sessions_sign_ins_and_grants()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var session = await person.SignInAsync();
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(session);
        var half = _host.NewBrowser();
        await person.EnterPasswordAsync(half);
        var browser = _host.NewBrowser();

        await browser.ReplaceAsync(await browser.LinkAsync(mailing.Mails, person.Name, address));

        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
        Assert.Equal("/sign-in", (await half.GetAsync("/sign-in/totp")).Location);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
    }

    [Fact]
    public async Task Bad_password_is_told_and_does_not_use_the_link_up()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();
        var link = await browser.LinkAsync(mailing.Mails, person.Name, address);

        Assert.Contains(
            "would be guessed soon",
            (await browser.ReplaceAsync(link, "passwordpassword")).Body, StringComparison.Ordinal);
        Assert.Contains(
            "must differ", (await browser.ReplaceAsync(link, person.Password)).Body, StringComparison.Ordinal);
        Assert.Contains("Password changed", (await browser.ReplaceAsync(link)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_gets_a_notice_of_the_new_password()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();

        await browser.ReplaceAsync(await browser.LinkAsync(mailing.Mails, person.Name, address));

        var mails = await mailing.Mails.ToAsync(address, 2);
        Assert.Equal(["Choose a new password", "Your account was changed"], mails.Select(mail => mail.Subject));
        Assert.Contains("replaced by a link from a mail", mails[1].TextBody, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", mails[1].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_gets_a_notice_of_changed_factors()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var session = await person.SignInAsync();

        await session.SubmitAsync("/security/recovery", []);

        var mail = Assert.Single(await mailing.Mails.ToAsync(address, 1));
        Assert.Contains("New recovery codes were made", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trail_tells_of_both_steps_and_holds_no_link()
    {
        var (person, address) = await _host.NewPersonWithMailAsync();
        var browser = _host.NewBrowser();
        var link = await browser.LinkAsync(mailing.Mails, person.Name, address);
        await browser.ReplaceAsync(link);

        await Eventually.HoldsAsync(
            async () => await KindsAsync(person) is [AuditKind.PasswordResetRequested, AuditKind.PasswordReset],
            "both are in the trail");
        var token = link.Split('=')[1];
        Assert.DoesNotContain(_host.Logs.Lines, line => line.Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(_host.Logs.Lines, line => line.Contains(address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_in_page_leads_to_the_form_and_a_host_without_mail_says_whom_to_ask()
    {
        await using var host = await IdentityHost.StartAsync();
        var browser = host.NewBrowser();

        Assert.Contains("href=\"/reset\"", (await browser.GetAsync("/sign-in")).Body, StringComparison.Ordinal);
        Assert.Contains("Ask your administrator", (await browser.GetAsync("/reset")).Body, StringComparison.Ordinal);
    }

    private Task<Answer> EnterAsync(Person person, string password, Browser? browser = null) =>
        (browser ?? _host.NewBrowser()).SubmitAsync(
            "/sign-in", new() { ["Name"] = person.Name, ["Password"] = password });

    private Task<List<AuditKind>> KindsAsync(Person person) => _host.InDatabaseAsync(services =>
        services.GetRequiredService<IdentityDatabase>().AuditRecords
            .Where(record => record.AccountId == person.AccountId && record.Succeeded)
            .OrderBy(record => record.Id).Select(record => record.Kind)
            .ToListAsync(TestContext.Current.CancellationToken));
}
