using System.Net;
using McpAspire.Identity.Clients.Documents;
using McpAspire.Identity.Tests.Clients.Documents;
using McpAspire.Identity.Tests.Mail;
using McpAspire.Identity.Tests.OAuth.Device;
using McpAspire.Identity.Tests.OAuth.Exchange.Enterprise;
using McpAspire.Identity.Tests.OAuth.Revocation;
using McpAspire.Identity.Tests.Reset;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpAspire.Identity.Tests.Replicas;

/// <summary>Every flow, with each request going to another replica than the one before.</summary>
public sealed class ReplicaTests(ReplicaSet replicas) : IClassFixture<ReplicaSet>
{
    private IdentityHost Both
    {
        get
        {
            Assert.SkipWhen(ReplicaSet.Absence is not null, ReplicaSet.Absence ?? string.Empty);
            return replicas.Both;
        }
    }

    [Fact]
    public async Task Requests_take_turns()
    {
        var browser = Both.NewBrowser();

        // The page comes from one replica and its form goes to the other.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await browser.SubmitAsync("/sign-in", new() { ["Name"] = $"nobody-{attempt}", ["Password"] = "wrong" });
            await browser.GetAsync("/sign-in");
        }

        Assert.Contains(replicas.First.Logs.Lines, IsRefusal);
        Assert.Contains(replicas.Both.Logs.Lines, IsRefusal);

        static bool IsRefusal(string line) => line.Contains("SignIn succeeded: False", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administration_of_users_sessions_clients_bans_and_the_audit_trail()
    {
        var browser = await (await Both.NewPersonAsync(Group.Administrators)).SignInAsync();
        var person = await Both.NewPersonAsync();
        var session = await person.SignInAsync();
        var name = $"added-{Guid.NewGuid():N}";

        var made = await browser.SubmitAsync("/admin/users/new", new() { ["Name"] = name, ["Groups"] = "family" });
        var found = await browser.GetAsync($"/admin/users?search={name.ToUpperInvariant()}");
        await browser.SubmitAsync($"/admin/users/{person.AccountId}/disable", []);
        var out1 = await session.GetAsync("/");
        var out2 = await session.GetAsync("/");

        Assert.Contains("id=\"one-time-password\"", made.Body, StringComparison.Ordinal);
        Assert.Contains(name, found.Body, StringComparison.Ordinal);
        Assert.All([out1, out2], answer => Assert.Equal(HttpStatusCode.Redirect, answer.Status));
        foreach (var page in (string[])["sessions", "clients", "bans", "audit"])
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/admin/{page}")).Status);
    }

    [Fact]
    public async Task Sign_in_consent_tokens_refresh_and_sign_out()
    {
        var person = await Both.NewPersonAsync("family");
        var session = await person.SignInAsync();
        var client = await Client.RegisterAsync(Both);

        var tokens = await client.ConnectAsync(session);
        var refreshed = Tokens.Of(await client.RefreshAsync(tokens.Refresh!));
        var who = await client.UserInfoAsync(refreshed.Access);
        var home = await session.GetAsync("/");
        await session.SubmitAsync("/sign-out", []);
        var afterwards = await session.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, who.Status);
        Assert.Equal(person.AccountId.ToString(), who.Json.GetProperty("sub").GetString());
        Assert.Equal(HttpStatusCode.OK, home.Status);
        Assert.Equal(HttpStatusCode.Redirect, afterwards.Status);
    }

    [Fact]
    public async Task Client_of_a_document_connects_and_its_document_is_read_once_for_both()
    {
        var person = await Both.NewPersonAsync();
        var session = await person.SignInAsync();
        var described = Described.At(replicas.Documents.Site);
        var client = described.On(Both);

        await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(_ => Both.NewBrowser().GetAsync(client.AuthorizeUrl(Pkce.Create()))));
        var tokens = await client.ConnectAsync(session);
        var refreshed = await client.RefreshAsync(tokens.Refresh!);
        var forgotten = await Both.Services.GetServices<IHostedService>().OfType<UnusedDocuments>().Single()
            .ForgetAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, refreshed.Status);
        Assert.Equal(1, described.Fetches);
        Assert.Equal(0, forgotten);
    }

    [Fact]
    public async Task Code_is_redeemed_once_however_many_ask_both()
    {
        var person = await Both.NewPersonAsync();
        var session = await person.SignInAsync();
        var client = await Client.RegisterAsync(Both);
        var pkce = Pkce.Create();
        var redirect = await client.ConsentAsync(session, client.AuthorizeUrl(pkce));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => client.RedeemAsync(redirect.Query["code"], pkce.Verifier)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Equal("invalid_grant", answer.Error));
    }

    [Fact]
    public async Task TOTP_code_counts_once_on_both_together()
    {
        var person = await Both.NewPersonAsync();
        var browsers = Enumerable.Range(0, 6).Select(_ => Both.NewBrowser()).ToList();
        foreach (var browser in browsers)
            await person.EnterPasswordAsync(browser);
        await person.ForgetUsedCodesAsync();
        var code = person.Code();

        var answers = await Task.WhenAll(browsers.Select(browser =>
            browser.SubmitAsync("/sign-in/totp", new() { ["Code"] = code })));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Forgotten_password_is_replaced_once()
    {
        var (person, address) = await Both.NewPersonWithMailAsync();
        var mails = new MailFolder(new DirectoryInfo(replicas.MailDirectory));
        var browser = Both.NewBrowser();
        var link = await browser.LinkAsync(mails, person.Name, address);
        var page = await browser.GetAsync(link);
        var form = Browser.Hidden(page, new()
        {
            ["NewPassword"] = ResetWalk.NewPassword, ["ConfirmPassword"] = ResetWalk.NewPassword,
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => browser.PostAsync(link, form)));

        Assert.Single(answers, answer => answer.Body.Contains("Password changed", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(link)).Status);
        await browser.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(link)).Status);
    }

    [Fact]
    public async Task Device_is_paced_and_let_in_on_both_together()
    {
        var session = await (await Both.NewPersonAsync()).SignInAsync();
        var client = new DeviceClient(Both);
        var codes = await client.StartAsync();
        var impatient = await client.StartAsync();

        var pending = await client.PollAtOnceAsync(impatient);
        var tooSoon = await client.PollAtOnceAsync(impatient);
        await client.AnswerAsync(session, codes);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.PollAtOnceAsync(codes)));

        Assert.Equal("authorization_pending", pending.Error);
        Assert.Equal("slow_down", tooSoon.Error);
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(answer => answer.Status != HttpStatusCode.OK && answer.Error == "slow_down"));
    }

    [Fact]
    public async Task Identity_assertion_counts_once_on_both_together()
    {
        var person = await Both.NewPersonAsync();
        var assertion = Jag.Of(Both, person.Name).Sign(ReplicaSet.TrustedKey);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Jag.BringAsync(Both, assertion)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Equal("invalid_grant", answer.Error));
    }

    [Fact]
    public async Task Refresh_has_one_successor_on_both_together_and_its_revocation_ends_that_login_alone()
    {
        var client = await Client.RegisterAsync(Both);
        var session = await (await Both.NewPersonAsync()).SignInAsync();
        var laptop = await client.ConnectAsync(session);
        var phone = await client.ConnectAsync(session);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.RefreshAsync(laptop.Refresh!)));
        var retry = await client.RefreshAsync(laptop.Refresh!);
        var next = Tokens.Of(answers[0]);
        var third = Tokens.Of(await client.RefreshAsync(next.Refresh!));

        Assert.All(answers, answer => Assert.Equal(answers[0].Body, answer.Body));
        Assert.Equal(answers[0].Body, retry.Body);
        await client.RevokeAsync(third.Refresh!);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(third.Refresh!)).Error);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(third.Refresh!)).Error);
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(phone.Refresh!)).Status);
    }

    [Fact]
    public async Task Revocation_at_one_is_known_to_introspection_and_to_the_gateway_at_both()
    {
        var resource = await ResourceServer.RegisterAsync(Both);
        var client = await Client.RegisterAsync(Both);
        var session = await (await Both.NewPersonAsync()).SignInAsync();
        var tokens = await client.ConnectAsync(session, null, resource);
        Assert.True(await IsActiveAsync());
        Assert.True(await IsActiveAsync());

        await client.RevokeAsync(tokens.Refresh!);

        Assert.False(await IsActiveAsync());
        Assert.False(await IsActiveAsync());
        using var gateway = Both.NewClient();
        gateway.DefaultRequestHeaders.Authorization = new("Bearer", GatewayHost.Key);
        var id = tokens.AccessClaims.GetProperty("oi_tkn_id").GetString()!;
        for (var replica = 0; replica < 2; replica++)
            Assert.Contains(id, (await gateway.AskAsync("/connect/revocations")).Body, StringComparison.Ordinal);

        async Task<bool> IsActiveAsync() =>
            (await ResourceServer.IntrospectAsync(Both, resource, ResourceServer.Secret, tokens.Access))
                .Json.GetProperty("active").GetBoolean();
    }

    [Fact]
    public async Task Key_rotated_at_one_is_published_by_both()
    {
        using var operatorClient = Both.NewOperatorClient();
        using var client = Both.NewClient();

        var rotated = await operatorClient.AskAsync(new HttpRequestMessage(HttpMethod.Post, "/operator/keys/rotate"));
        var next = rotated.Json.GetProperty("id").GetString()!;

        await Eventually.HoldsAsync(
            async () => await IsPublishedAsync() && await IsPublishedAsync(), "both replicas publish the next key");

        async Task<bool> IsPublishedAsync() =>
            (await client.AskAsync("/.well-known/jwks")).Body.Contains(next, StringComparison.Ordinal);
    }
}
