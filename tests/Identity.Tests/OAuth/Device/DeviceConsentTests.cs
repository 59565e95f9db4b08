using System.Net;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Regulation;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Tests.OAuth.Device;

/// <summary>A person is asked whether the device may act for them (RFC 8628, sections 3.3, 5.4 and 5.6).</summary>
[Collection(DeviceHost.Name)]
public sealed class DeviceConsentTests(DeviceHost devices)
{
    private readonly IdentityHost _host = devices.Host;
    private readonly DeviceClient _client = new(devices.Host);

    [Fact]
    public async Task Page_tells_client_code_address_time_permissions_and_servers_and_warns()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();

        var page = await session.GetAsync(await _client.EnterAsync(session, codes.User));

        Assert.All(
            [
                "Television", codes.User, "127.0.0.1", _host.Clock.GetUtcNow().ToString("d MMMM yyyy"),
                "Know that it is you", "Use your MCP servers on your behalf", "Stay connected while you are away",
                IdentityHost.DefaultResource, "started this on your own device",
            ],
            text => Assert.Contains(text, page.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("192.0.2.7", true)]
    public async Task Device_that_is_somewhere_else_is_pointed_out(string address, bool isElsewhere)
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync(_host.BrowserAt(address));
        var codes = await _client.StartAsync();

        var page = await session.GetAsync(await _client.EnterAsync(session, codes.User));

        Assert.Equal(isElsewhere, page.Body.Contains("not where you are now", StringComparison.Ordinal));
        Assert.Equal(isElsewhere, page.Body.Contains("192.0.2.7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_cannot_be_framed_or_cached()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();

        Answer[] pages =
        [
            await session.GetAsync("/device"),
            await session.GetAsync(await _client.EnterAsync(session, codes.User)),
            await session.GetAsync("/device/done?answer=allowed"),
        ];

        Assert.All(pages, page =>
        {
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("DENY", page.Header("X-Frame-Options"));
            Assert.Equal("no-store", page.Header("Cache-Control"));
        });
    }

    [Fact]
    public async Task Address_alone_allows_nothing()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();
        var consent = await _client.EnterAsync(session, codes.User);

        var page = await session.GetAsync($"{consent}&decision=allow&Decision=allow");
        var poll = await _client.PollAsync(codes);

        Assert.Contains("Connect this device?", page.Body, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", poll.Error);
    }

    [Fact]
    public async Task Form_of_another_site_is_refused()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();
        var consent = await _client.EnterAsync(session, codes.User);

        var forged = await session.PostAsync(consent, new() { ["decision"] = "allow" });
        var poll = await _client.PollAsync(codes);

        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.Equal("authorization_pending", poll.Error);
    }

    [Fact]
    public async Task Code_in_the_address_is_not_looked_at()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();
        var form = Browser.Hidden(
            await session.GetAsync("/device"),
            new() { ["decision"] = "allow", ["user_code"] = codes.User });

        var shown = await session.GetAsync($"/device/consent?user_code={codes.User}");
        var posted = await session.PostAsync($"/device/consent?user_code={codes.User}", form);
        var poll = await _client.PollAsync(codes);

        Assert.Equal(HttpStatusCode.Gone, shown.Status);
        Assert.Equal(HttpStatusCode.Gone, posted.Status);
        Assert.Equal("authorization_pending", poll.Error);
    }

    [Fact]
    public async Task Ticket_of_another_account_opens_nothing()
    {
        var codes = await _client.StartAsync();
        var victim = await SessionAsync();
        var ticket = await _client.EnterAsync(await SessionAsync(), codes.User);
        var form = Browser.Hidden(await victim.GetAsync("/device"), new() { ["decision"] = "allow" });

        var shown = await victim.GetAsync(ticket);
        var posted = await victim.PostAsync(ticket, form);
        var altered = await victim.GetAsync(ticket + "x");
        var stranger = await _host.NewBrowser().GetAsync(ticket);

        Assert.Equal(HttpStatusCode.Gone, shown.Status);
        Assert.Equal(HttpStatusCode.Gone, posted.Status);
        Assert.Equal(HttpStatusCode.Gone, altered.Status);
        Assert.StartsWith("/sign-in?", stranger.Location, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", (await _client.PollAsync(codes)).Error);
    }

    [Fact]
    public async Task First_answer_counts_and_a_second_one_harms_nobody()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();
        var first = await _client.EnterAsync(session, codes.User);
        var second = await _client.EnterAsync(session, codes.User);
        var allow = Browser.Hidden(await session.GetAsync(first), new() { ["decision"] = "allow" });
        var deny = Browser.Hidden(await session.GetAsync(second), new() { ["decision"] = "deny" });

        var done = await session.PostAsync(first, allow);
        var again = await session.PostAsync(first, allow);
        var denied = await session.PostAsync(second, deny);

        Assert.Equal("/device/done?answer=allowed", done.Location);
        Assert.Equal(HttpStatusCode.Gone, again.Status);
        Assert.Equal(HttpStatusCode.Gone, denied.Status);
        var poll = await _client.PollAsync(codes);
        Assert.True(poll.Status == HttpStatusCode.OK, poll.Body);
    }

    [Fact]
    public async Task Of_answers_at_the_same_moment_one_counts()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();
        var consent = await _client.EnterAsync(session, codes.User);
        var form = Browser.Hidden(await session.GetAsync(consent), new() { ["decision"] = "allow" });

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => session.PostAsync(consent, form)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Redirect);
        var poll = await _client.PollAsync(codes);
        Assert.True(poll.Status == HttpStatusCode.OK, poll.Body);
    }

    [Fact]
    public async Task Person_is_asked_each_time()
    {
        var session = await SessionAsync();
        await _client.ConnectAsync(session);

        var codes = await _client.StartAsync();
        var page = await session.GetAsync(await _client.EnterAsync(session, codes.User));
        var poll = await _client.PollAsync(codes);

        Assert.Contains("Connect this device?", page.Body, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", poll.Error);
    }

    [Fact]
    public async Task Connected_device_is_listed_recorded_and_cut_off_as_an_application()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var tokens = await _client.ConnectAsync(session);

        var page = (await session.GetAsync("/applications")).Body;
        await session.SubmitAsync("/applications", new() { ["client"] = "tv" });

        Assert.Contains("Television", page, StringComparison.Ordinal);
        Assert.Contains("Use your MCP servers on your behalf", page, StringComparison.Ordinal);
        Assert.Contains("a device, by its code", page, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", (await _client.RefreshAsync(tokens.Refresh!)).Error);
        Assert.DoesNotContain(await GrantsAsync(person), grant => grant.Status == "valid");
        await Eventually.HoldsAsync(
            async () => await RecordedAsync(person, AuditKind.Consent) && await RecordedAsync(person, AuditKind.TokenIssued),
            "consent and token are recorded");
    }

    [Fact]
    public async Task Grant_belongs_to_the_person_who_allowed_it()
    {
        var person = await _host.NewPersonAsync();

        await _client.ConnectAsync(await person.SignInAsync());

        Assert.Equal("valid", Assert.Single(await GrantsAsync(person)).Status);
    }

    [Fact]
    public async Task Account_that_was_disabled_allows_nothing()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var codes = await _client.StartAsync();
        var consent = await _client.EnterAsync(session, codes.User);
        var form = Browser.Hidden(await session.GetAsync(consent), new() { ["decision"] = "allow" });
        await DisableAsync(person);

        var answer = await session.PostAsync(consent, form);

        Assert.StartsWith("/sign-in?", answer.Location, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", (await _client.PollAsync(codes)).Error);
    }

    [Fact]
    public async Task What_an_account_allowed_before_it_was_disabled_gives_no_tokens()
    {
        var person = await _host.NewPersonAsync();
        var codes = await _client.StartAsync();
        await _client.AnswerAsync(await person.SignInAsync(), codes);
        await DisableAsync(person);

        var poll = await _client.PollAsync(codes);

        Assert.Equal("invalid_grant", poll.Error);
    }

    private async Task<Browser> SessionAsync() => await (await _host.NewPersonAsync()).SignInAsync();

    private Task<List<OpenIddictEntityFrameworkCoreAuthorization>> GrantsAsync(Person person) =>
        _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .Set<OpenIddictEntityFrameworkCoreAuthorization>().AsNoTracking()
            .Where(grant => grant.Subject == person.AccountId.ToString()).ToListAsync());

    private Task<bool> RecordedAsync(Person person, AuditKind kind) =>
        _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().AuditRecords.AnyAsync(it =>
            it.AccountId == person.AccountId && it.Kind == kind && it.Succeeded && it.ClientId == "tv"
            && it.Method == DeviceClient.GrantType));

    private Task DisableAsync(Person person) =>
        _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Set<Account>()
            .Where(account => account.Id == person.AccountId)
            .ExecuteUpdateAsync(row => row.SetProperty(account => account.DisabledAt, _host.Clock.GetUtcNow())));
}
