using System.Net;
using System.Text.Json;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Passkeys;

/// <summary>What a passkey is good for.</summary>
public sealed class PasskeySignInTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Theory]
    [InlineData(true, "swk")]
    [InlineData(false, "hwk")]
    public async Task P1_passkey_that_verified_its_user_is_both_factors_and_tokens_say_so(bool isCopied, string method)
    {
        var passkey = new SoftAuthenticator { IsCopied = isCopied };
        await _host.WithPasskeyAsync(passkey);
        var browser = _host.NewBrowser();

        var done = await browser.UseAsync(PasskeyWalk.Alone, passkey);
        var account = await browser.GetAsync("/");
        var tokens = await (await Client.RegisterAsync(_host)).ConnectAsync(browser);

        Assert.Equal("/", done.Location);
        Assert.Contains("<dd>Passkey</dd>", account.Body, StringComparison.Ordinal);
        Assert.Equal([method, "user", "mfa"], Methods(tokens));
    }

    [Fact]
    public async Task P1_passkey_that_did_not_verify_its_user_opens_nothing_alone_though_it_once_did()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        passkey.Verifies = false;
        var browser = _host.NewBrowser();

        var answer = await browser.UseAsync(PasskeyWalk.Alone, passkey);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("Sign in with your password first", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("session", browser.Cookies.Keys);
        Assert.DoesNotContain("sign-in", browser.Cookies.Keys);
    }

    [Fact]
    public async Task Passkey_that_did_not_verify_its_user_is_a_second_factor()
    {
        var passkey = new SoftAuthenticator { Verifies = false };
        var (person, _) = await _host.WithPasskeyAsync(passkey);
        var browser = _host.NewBrowser();
        await person.EnterPasswordAsync(browser);

        var done = await browser.UseAsync(PasskeyWalk.Second, passkey);
        var tokens = await (await Client.RegisterAsync(_host)).ConnectAsync(browser);

        Assert.Equal("/", done.Location);
        Assert.Equal(["pwd", "swk", "user", "mfa"], Methods(tokens));
    }

    [Fact]
    public async Task Code_page_offers_the_passkey_to_those_who_have_one_alone()
    {
        var (person, _) = await _host.WithPasskeyAsync(new SoftAuthenticator());
        var (with, without) = (_host.NewBrowser(), _host.NewBrowser());
        await person.EnterPasswordAsync(with);
        await (await _host.NewPersonAsync()).EnterPasswordAsync(without);

        Assert.Contains("Use a passkey instead", (await with.GetAsync("/sign-in/totp")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("passkey", (await without.GetAsync("/sign-in/totp")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_with_a_passkey_alone_is_not_led_to_the_app_and_can_use_a_recovery_code()
    {
        var passkey = new SoftAuthenticator { Verifies = false };
        var (person, _) = await _host.WithPasskeyAsync(passkey);
        await _host.DropAppAsync(person);
        var browser = _host.NewBrowser();

        var next = await browser.EnterPasswordAsync(person);
        var done = await browser.UseAsync(PasskeyWalk.Second, passkey);
        var other = _host.NewBrowser();
        await other.EnterPasswordAsync(person);

        Assert.Equal("/sign-in/passkey", next.Location);
        Assert.Equal("/", done.Location);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/sign-in/recovery")).Status);
    }

    [Fact]
    public async Task Newcomer_may_set_up_a_passkey_instead_of_the_app()
    {
        var person = await _host.NewPersonAsync();
        await _host.DropAppAsync(person);
        var browser = _host.NewBrowser();
        var passkey = new SoftAuthenticator();
        const string path = "/enroll/passkey";

        var next = await browser.EnterPasswordAsync(person);
        var (options, page) = await browser.AskAsync(path);
        var done = await browser.AnswerAsync(path, page, passkey.Create(options));
        var again = _host.NewBrowser();
        var alone = await again.UseAsync(PasskeyWalk.Alone, passkey);

        Assert.Equal("/enroll/totp", next.Location);
        Assert.Equal("/", done.Location);
        Assert.Equal("/", alone.Location);
    }

    [Fact]
    public async Task Somebody_who_is_enrolled_cannot_add_a_passkey_with_the_password_alone()
    {
        var browser = _host.NewBrowser();
        await (await _host.NewPersonAsync()).EnterPasswordAsync(browser);

        Assert.Equal("/sign-in/totp", (await browser.GetAsync("/enroll/passkey")).Location);
    }

    [Fact]
    public async Task User_handle_is_the_id_of_the_account_and_the_options_name_nobody()
    {
        var passkey = new SoftAuthenticator();
        var (person, _) = await _host.WithPasskeyAsync(passkey);

        var (options, _) = await _host.NewBrowser().AskAsync(PasskeyWalk.Alone);

        Assert.Equal(person.AccountId.ToString(), System.Text.Encoding.UTF8.GetString(
            System.Buffers.Text.Base64Url.DecodeFromChars(passkey.UserHandle!)));
        Assert.Empty(Json(options).TryGetProperty("allowCredentials", out var list) ? list.EnumerateArray() : default);
        Assert.Equal("localhost", Json(options).GetProperty("rpId").GetString());
    }

    [Fact]
    public async Task List_shows_the_passkey_its_name_and_its_use_and_removes_it()
    {
        var passkey = new SoftAuthenticator();
        var (_, session) = await _host.WithPasskeyAsync(passkey);
        var unused = await session.GetAsync("/security");
        await _host.NewBrowser().UseAsync(PasskeyWalk.Alone, passkey);
        var used = await session.GetAsync("/security");
        var id = System.Buffers.Text.Base64Url.EncodeToString(passkey.CredentialId);

        await session.PostAsync("/security?handler=Rename", Browser.Hidden(
            used, new() { ["Kind"] = "passkey", ["Id"] = id, ["Name"] = "Desk" }));
        var renamed = await session.GetAsync("/security");
        var removed = await session.PostAsync("/security?handler=Remove", Browser.Hidden(
            renamed, new() { ["Kind"] = "passkey", ["Id"] = id }));
        var refused = await _host.NewBrowser().UseAsync(PasskeyWalk.Alone, passkey);

        Assert.Contains("<h2>Laptop</h2>", unused.Body, StringComparison.Ordinal);
        Assert.Contains("not used yet", unused.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("not used yet", used.Body, StringComparison.Ordinal);
        Assert.Contains("<h2>Desk</h2>", renamed.Body, StringComparison.Ordinal);
        Assert.Equal("/security", removed.Location);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Fact]
    public async Task Passkey_signs_in_to_where_the_person_wanted_to_go_and_is_remembered_if_wished()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        var browser = _host.NewBrowser();
        const string path = "/sign-in/passkey?returnUrl=%2Fsessions&alone=true";
        var (options, page) = await browser.AskAsync(path);

        var done = await browser.PostAsync(path, Browser.Hidden(
            page, new() { ["Credential"] = passkey.Get(options), ["Remember"] = "true" }));

        Assert.Equal("/sessions", done.Location);
        Assert.Contains(browser.SetCookies, cookie => cookie.StartsWith("session=", StringComparison.Ordinal)
            && cookie.Contains("expires=", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Reset_of_an_account_takes_its_passkeys_and_recovery_codes_away()
    {
        var (person, _) = await _host.WithPasskeyAsync(new SoftAuthenticator());

        await _host.InDatabaseAsync(async services =>
        {
            var accounts = services.GetRequiredService<UserManager<Identity.Users.Account>>();
            var account = (await accounts.FindByIdAsync(person.AccountId.ToString()))!;
            await services.GetRequiredService<Identity.Users.AccountReset>()
                .ResetAsync(account, "a password for one use", CancellationToken.None);
            return 0;
        });

        Assert.Equal(0, await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .Set<IdentityUserPasskey<Guid>>().CountAsync(row => row.UserId == person.AccountId)));
    }

    private static IEnumerable<string?> Methods(Tokens tokens) =>
        tokens.AccessClaims.GetProperty("amr").EnumerateArray().Select(value => value.GetString());

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
