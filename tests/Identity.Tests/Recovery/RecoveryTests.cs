using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Recovery;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Recovery;

/// <summary>Codes on paper, for somebody who lost the second factor.</summary>
public sealed partial class RecoveryTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Ten_codes_are_shown_once_and_counted_afterwards()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var codes = await MakeAsync(session);
        var again = await session.GetAsync("/security/recovery");

        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^([a-z2-9]{4}-){2}[a-z2-9]{4}$", code));
        Assert.Contains("10 of 10 codes are left", again.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(codes[0], again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_signs_in_once_instead_of_the_second_factor()
    {
        var person = await _host.NewPersonAsync();
        var codes = await MakeAsync(await person.SignInAsync());
        var browser = _host.NewBrowser();

        var first = await EnterAsync(person, codes[3].ToUpperInvariant().Replace('-', ' '), browser);
        var second = await EnterAsync(person, codes[3]);
        var account = await browser.GetAsync("/");
        var security = await browser.GetAsync("/security");

        Assert.Equal("/", first.Location);
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Contains("not valid, it was used already, or", second.Body, StringComparison.Ordinal);
        Assert.Contains("Password and recovery code", account.Body, StringComparison.Ordinal);
        Assert.Contains("9 left", security.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_is_told_to_clients_as_rec()
    {
        var person = await _host.NewPersonAsync();
        var codes = await MakeAsync(await person.SignInAsync());
        var browser = _host.NewBrowser();
        await EnterAsync(person, codes[0], browser);

        var tokens = await (await Client.RegisterAsync(_host)).ConnectAsync(browser);

        Assert.Equal(["pwd", "rec", "mfa"], tokens.AccessClaims.GetProperty("amr").EnumerateArray()
            .Select(value => value.GetString()));
    }

    [Fact]
    public async Task Code_raced_by_twenty_requests_lets_one_in()
    {
        var person = await _host.NewPersonAsync();
        var codes = await MakeAsync(await person.SignInAsync());
        var browser = _host.NewBrowser();
        await person.EnterPasswordAsync(browser);
        var form = Browser.Hidden(await browser.GetAsync("/sign-in/recovery"), new() { ["Code"] = codes[0] });
        var cookies = string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _host.InDatabaseAsync(services =>
            services.GetRequiredService<RecoveryCodes>()
                .RedeemAsync(person.AccountId, codes[1], CancellationToken.None))));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(form, cookies)));

        Assert.Single(won, isWinner => isWinner);
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Redirect && answer.Location == "/");
    }

    [Fact]
    public async Task New_codes_make_the_old_ones_worthless()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var old = await MakeAsync(session);
        var fresh = await MakeAsync(session);

        Assert.Equal(HttpStatusCode.OK, (await EnterAsync(person, old[0])).Status);
        Assert.Equal("/", (await EnterAsync(person, fresh[0])).Location);
    }

    [Fact]
    public async Task Codes_made_twice_at_once_leave_ten()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var form = Browser.Hidden(await session.GetAsync("/security/recovery"), []);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => session.PostAsync("/security/recovery", form)));

        Assert.Equal(10, await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .RecoveryCodes.CountAsync(row => row.AccountId == person.AccountId)));
    }

    [Fact]
    public async Task Code_of_somebody_else_is_refused()
    {
        var codes = await MakeAsync(await (await _host.NewPersonAsync()).SignInAsync());

        Assert.Equal(HttpStatusCode.OK, (await EnterAsync(await _host.NewPersonAsync(), codes[0])).Status);
    }

    [Fact]
    public async Task Code_without_the_password_leads_to_the_sign_in()
    {
        Assert.Equal("/sign-in", (await _host.NewBrowser().GetAsync("/sign-in/recovery")).Location);
    }

    [Fact]
    public async Task Table_holds_no_code()
    {
        var person = await _host.NewPersonAsync();
        var codes = await MakeAsync(await person.SignInAsync());

        var hashes = await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .RecoveryCodes.Where(row => row.AccountId == person.AccountId).Select(row => row.Hash).ToListAsync());

        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{64}$", hash));
        Assert.Empty(hashes.Intersect(codes.Select(code => Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(
                System.Text.Encoding.UTF8.GetBytes(code.Replace("-", string.Empty, StringComparison.Ordinal)))))));
    }

    [Fact]
    public async Task Text_file_holds_the_codes_of_the_account_and_nothing_that_was_slipped_in()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var codes = await MakeAsync(session);
        var page = await session.GetAsync("/security/recovery");
        const string path = "/security/recovery?handler=Text";

        var file = await session.PostAsync(path, Browser.Hidden(page, new()
        {
            ["Shown[0]"] = codes[0], ["Shown[1]"] = "abcd-efgh-ijkm", ["Shown[2]"] = "<script>", ["Shown[3]"] = codes[1],
            ["Shown[4]"] = codes[1].ToUpperInvariant(),
        }));
        var nothing = await session.PostAsync(path, Browser.Hidden(page, new() { ["Shown[0]"] = "abcd-efgh-ijkm" }));

        Assert.StartsWith("text/plain", file.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Contains("attachment", file.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Contains($"{codes[0]}\n{codes[1]}\n", file.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("abcd-efgh-ijkm", file.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("script", file.Body, StringComparison.Ordinal);
        Assert.Equal("no-store", file.Header("Cache-Control"));
        Assert.Equal(HttpStatusCode.Redirect, nothing.Status);
    }

    private async Task<Answer> SendAsync(Dictionary<string, string> form, string cookies)
    {
        using var client = _host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in/recovery")
        {
            Content = new FormUrlEncodedContent(form),
        };
        request.Headers.Add("Cookie", cookies);
        return await client.AskAsync(request);
    }

    private static async Task<string[]> MakeAsync(Browser session)
    {
        var page = await session.SubmitAsync("/security/recovery", []);
        return WebUtility.HtmlDecode(Codes().Match(page.Body).Groups[1].Value).Split('\n');
    }

    private async Task<Answer> EnterAsync(Person person, string code, Browser? browser = null)
    {
        browser ??= _host.NewBrowser();
        await person.EnterPasswordAsync(browser);
        return await browser.SubmitAsync("/sign-in/recovery", new() { ["Code"] = code });
    }

    [GeneratedRegex("id=\"recovery-codes\">([^<]+)</pre>")]
    private static partial Regex Codes();
}
