using System.Net;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Reset;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Mail.Address;

/// <summary>The mail address of one's own account.</summary>
public sealed class AddressTests(MailingIdentity mailing) : IClassFixture<MailingIdentity>
{
    private const string Path = "/security/mail";

    private readonly IdentityHost _host = mailing.Host;
    private readonly string _address = $"{Guid.NewGuid():N}@example.org";

    [Fact]
    public async Task Address_is_used_once_its_owner_has_opened_the_link()
    {
        var (person, old) = await _host.NewPersonWithMailAsync();
        var session = await person.SignInAsync();
        var link = await AskAsync(session);
        Assert.Equal(old, await StoredAsync(person));

        var done = await session.SubmitAsync(link, []);

        Assert.StartsWith("http://localhost:9091/security/mail/confirm?", link, StringComparison.Ordinal);
        Assert.Equal("/security", done.Location);
        Assert.Equal(_address, await StoredAsync(person));
        Assert.Contains(_address, (await session.GetAsync("/security")).Body, StringComparison.Ordinal);
        var told = Assert.Single(await mailing.Mails.ToAsync(old, 1));
        Assert.Contains("has another mail address now", told.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain(_address, told.TextBody, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await session.GetAsync(link)).Status);
    }

    [Fact]
    public async Task Link_is_good_for_nobody_else_and_in_no_other_browser()
    {
        var person = await _host.NewPersonAsync();
        var link = await AskAsync(await person.SignInAsync());
        var other = await (await _host.NewPersonAsync()).SignInAsync();
        var same = await person.SignInAsync();

        Assert.Equal(HttpStatusCode.Gone, (await other.GetAsync(link)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await same.GetAsync(link)).Status);
        Assert.StartsWith("/sign-in", (await _host.NewBrowser().GetAsync(link)).Location, StringComparison.Ordinal);
        Assert.Null(await StoredAsync(person));
    }

    [Fact]
    public async Task Address_of_another_account_is_not_taken()
    {
        await _host.SetMailAsync(await _host.NewPersonAsync(), _address);
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var link = await AskAsync(session);

        var refused = await session.SubmitAsync(link, []);

        Assert.Equal(HttpStatusCode.Gone, refused.Status);
        Assert.Contains("no other", refused.Body, StringComparison.Ordinal);
        Assert.Null(await StoredAsync(person));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("a@example.org\r\nBcc: b@example.org")]
    public async Task Bad_address_is_told(string address)
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var answer = await session.SubmitAsync(Path, new() { ["Email"] = address });

        Assert.Contains("is not an e-mail address", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_that_one_account_has_sent_are_bounded()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        for (var request = 0; request < 5; request++)
            await session.SubmitAsync(Path, new() { ["Email"] = $"{request}-{_address}" });

        var answer = await session.SubmitAsync(Path, new() { ["Email"] = _address });

        Assert.Contains("many mails already", answer.Body, StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(Browser session)
    {
        var answer = await session.SubmitAsync(Path, new() { ["Email"] = _address });
        Assert.Contains("Look at your mail", answer.Body, StringComparison.Ordinal);
        return ResetWalk.LinkIn((await mailing.Mails.ToAsync(_address, 1))[^1]);
    }

    private Task<string?> StoredAsync(Person person) => _host.InDatabaseAsync(services =>
        services.GetRequiredService<IdentityDatabase>().Users.AsNoTracking()
            .Where(account => account.Id == person.AccountId).Select(account => account.Email).SingleAsync());
}
