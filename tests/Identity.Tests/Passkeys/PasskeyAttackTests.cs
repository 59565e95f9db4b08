using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Passkeys;

/// <summary>Assertions that are not what they seem.</summary>
public sealed class PasskeyAttackTests(SharedIdentity identity)
{
    private const string Refusal = "That passkey was not accepted, or there were too many attempts.";
    private const string Expired = "That took too long, or it was sent twice.";

    private readonly IdentityHost _host = identity.Host;

    [Theory]
    [InlineData("https://localhost:9091")]
    [InlineData("http://localhost:9091.evil.example")]
    [InlineData("http://localhost")]
    [InlineData("https://evil.example")]
    public async Task Assertion_for_another_origin_is_refused(string origin) =>
        await AssertRefusedAsync(passkey => passkey.Origin = origin);

    [Fact]
    public Task Assertion_for_another_domain_is_refused() =>
        AssertRefusedAsync(passkey => passkey.Domain = "evil.example");

    [Fact]
    public Task Assertion_with_the_handle_of_somebody_else_is_refused() => AssertRefusedAsync(
        passkey => passkey.UserHandle = Base64Url.EncodeToString("nobody"u8));

    [Theory]
    [InlineData("signature")]
    [InlineData("authenticatorData")]
    [InlineData("clientDataJSON")]
    public async Task Assertion_that_was_tampered_with_is_refused(string member)
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        var browser = _host.NewBrowser();
        var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        var credential = passkey.GetNode(options);
        var bytes = Base64Url.DecodeFromChars((string)credential["response"]![member]!);
        bytes[^1] ^= 1;
        credential["response"]![member] = Base64Url.EncodeToString(bytes);

        AssertRefused(await browser.AnswerAsync(PasskeyWalk.Alone, page, credential.ToJsonString()), Refusal);
    }

    [Theory]
    [InlineData("authenticatorData")]
    [InlineData("AuthenticatorData")]
    public async Task Member_that_stands_there_twice_cannot_pretend_that_the_user_was_verified(string member)
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        passkey.Verifies = false;
        var browser = _host.NewBrowser();
        var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        var credential = passkey.Get(options);
        var data = (string)JsonNode.Parse(credential)!["response"]!["authenticatorData"]!;
        var forged = Base64Url.DecodeFromChars(data);
        forged[32] |= 0x04;
        foreach (var (first, second) in ((string, string)[])[(data, Base64Url.EncodeToString(forged)),
            (Base64Url.EncodeToString(forged), data)])
        {
            var text = credential.Replace(
                $"\"authenticatorData\":\"{data}\"",
                $"\"authenticatorData\":\"{first}\",\"{member}\":\"{second}\"",
                StringComparison.Ordinal);
            await browser.AnswerAsync(PasskeyWalk.Alone, page, text);
            Assert.DoesNotContain("session", browser.Cookies.Keys);
            (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        }
    }

    [Fact]
    public async Task P2_assertion_that_was_sent_before_is_refused_though_its_cookie_is_kept_and_nothing_is_counted()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        var browser = _host.NewBrowser();
        var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        var kept = browser.Cookies["passkey"];
        var credential = passkey.Get(options);

        var first = await browser.AnswerAsync(PasskeyWalk.Alone, page, credential);
        browser.Cookies.Remove("session");
        browser.Cookies["passkey"] = kept;
        var second = await browser.AnswerAsync(PasskeyWalk.Alone, page, credential);

        Assert.Equal("/", first.Location);
        AssertRefused(second, Expired);
    }

    [Fact]
    public async Task P2_assertion_sent_twenty_times_at_once_opens_one_session()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        var browser = _host.NewBrowser();
        var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        var form = Browser.Hidden(page, new() { ["Credential"] = passkey.Get(options) });
        var cookies = string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var client = _host.NewClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, PasskeyWalk.Alone)
            {
                Content = new FormUrlEncodedContent(form),
            };
            request.Headers.Add("Cookie", cookies);
            return await client.AskAsync(request);
        }));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Assertion_from_another_browser_is_refused()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        var (options, _) = await _host.NewBrowser().AskAsync(PasskeyWalk.Alone);
        var thief = _host.NewBrowser();
        var (_, page) = await thief.AskAsync(PasskeyWalk.Alone);

        AssertRefused(await thief.AnswerAsync(PasskeyWalk.Alone, page, passkey.Get(options)), Refusal);
    }

    [Fact]
    public async Task Passkey_of_another_account_is_no_second_factor()
    {
        var (victim, own) = (new SoftAuthenticator(), new SoftAuthenticator());
        var (person, _) = await _host.WithPasskeyAsync(victim);
        await _host.WithPasskeyAsync(own);
        var browser = _host.NewBrowser();
        await person.EnterPasswordAsync(browser);

        AssertRefused(await browser.UseAsync(PasskeyWalk.Second, own), Refusal);
    }

    [Fact]
    public async Task Counter_that_went_back_is_refused_and_written_to_the_audit_trail()
    {
        var passkey = new SoftAuthenticator { IsCopied = false, Count = 5 };
        var (person, _) = await _host.WithPasskeyAsync(passkey);
        passkey.Count = 6;
        var before = await _host.NewBrowser().UseAsync(PasskeyWalk.Alone, passkey);
        passkey.Count = 6;

        var same = await _host.NewBrowser().UseAsync(PasskeyWalk.Alone, passkey);
        var browser = _host.NewBrowser();
        await person.EnterPasswordAsync(browser);
        var second = await browser.UseAsync(PasskeyWalk.Second, passkey);

        Assert.Equal("/", before.Location);
        AssertRefused(same, Refusal);
        AssertRefused(second, Refusal);
        await Eventually.HoldsAsync(
            async () => await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
                .AuditRecords.AnyAsync(row => row.AccountId == person.AccountId && !row.Succeeded
                    && row.Kind == AuditKind.SecondFactor && row.Detail!.StartsWith("the counter went back"))),
            "the copied authenticator is in the audit trail");
    }

    [Fact]
    public async Task Challenge_of_an_enrolment_is_none_for_a_sign_in()
    {
        var passkey = new SoftAuthenticator();
        var (_, session) = await _host.WithPasskeyAsync(passkey);
        var (options, _) = await session.AskAsync("/security/passkey");
        var page = await session.GetAsync(PasskeyWalk.Alone);

        AssertRefused(await session.AnswerAsync(PasskeyWalk.Alone, page, passkey.Get(options)), Expired);
    }

    [Fact]
    public async Task Answer_of_an_enrolment_is_none_for_a_sign_in()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        var browser = _host.NewBrowser();
        var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        var credential = passkey.GetNode(options, type: "webauthn.create").ToJsonString();

        AssertRefused(await browser.AnswerAsync(PasskeyWalk.Alone, page, credential), Refusal);
    }

    [Fact]
    public async Task P3_assertion_without_a_ceremony_is_answered_with_a_sentence()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        var browser = _host.NewBrowser();
        var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        browser.Cookies.Remove("passkey");

        AssertRefused(await browser.AnswerAsync(PasskeyWalk.Alone, page, passkey.Get(options)), Expired);
    }

    [Fact]
    public async Task P3_ceremony_does_not_mix_with_a_password_that_was_entered_before()
    {
        var passkey = new SoftAuthenticator();
        var (owner, _) = await _host.WithPasskeyAsync(passkey);
        var browser = _host.NewBrowser();
        await (await _host.NewPersonAsync()).EnterPasswordAsync(browser);

        var done = await browser.UseAsync(PasskeyWalk.Alone, passkey);
        var account = await browser.GetAsync("/");

        Assert.Equal("/", done.Location);
        Assert.Contains(owner.Name, account.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":\"x\",\"type\":\"public-key\",\"response\":null,\"clientExtensionResults\":{}}")]
    [InlineData("{\"id\":\"!\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"!\",\"authenticatorData\":\"\","
        + "\"signature\":\"%\"},\"clientExtensionResults\":{}}")]
    [InlineData("{\"id\":\"AA\",\"type\":\"x\",\"response\":{\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AAAA\","
        + "\"signature\":\"AAAA\",\"userHandle\":\"____\"},\"clientExtensionResults\":[]}")]
    [InlineData("\u0001\u00e9")]
    public async Task Garbage_is_answered_with_a_sentence(string credential)
    {
        var browser = _host.NewBrowser();
        var (_, page) = await browser.AskAsync(PasskeyWalk.Alone);
        var (_, session) = await _host.WithPasskeyAsync(new SoftAuthenticator());
        var (_, form) = await session.AskAsync("/security/passkey");

        var used = await browser.AnswerAsync(PasskeyWalk.Alone, page, credential);
        var enrolled = await session.AnswerAsync("/security/passkey", form, credential);

        AssertRefused(used, Refusal);
        Assert.Equal(HttpStatusCode.BadRequest, enrolled.Status);
        Assert.Contains("role=\"alert\"", enrolled.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assertion_with_any_byte_changed_is_never_a_failure_of_the_service()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        var random = new Random(20261125);
        for (var round = 0; round < 40; round++)
        {
            var browser = _host.NewBrowser();
            var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
            var whole = passkey.Get(options);
            var text = whole.ToCharArray();
            text[random.Next(text.Length)] = (char)random.Next(1, 0x80);
            // One account takes so many failures: a new claim of a handle keeps its counter apart.
            passkey.UserHandle = Base64Url.EncodeToString(Guid.NewGuid().ToByteArray());

            var answer = await browser.AnswerAsync(PasskeyWalk.Alone, page, new string(text));

            Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.Redirect]);
            // What was not touched by the change may open a session; what was proved may not have been touched.
            if (ProofOf(new string(text)) != ProofOf(whole))
                AssertRefused(answer, string.Empty);
        }

        static string ProofOf(string json)
        {
            try
            {
                var response = JsonNode.Parse(json)?["response"];
                return string.Join(' ', ((string[])["authenticatorData", "clientDataJSON", "signature"])
                    .Select(member => Convert.ToHexString(Base64Url.DecodeFromChars((string?)response?[member]))));
            }
            catch (Exception unreadable) when (unreadable is JsonException or FormatException
                or InvalidOperationException)
            {
                return string.Empty;
            }
        }
    }

    [Fact]
    public async Task Ceremony_cookie_that_was_tampered_with_is_none()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        foreach (var cookie in (string[])["x", "%%%", "AAAA", new string('A', 3000)])
        {
            var browser = _host.NewBrowser();
            var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
            browser.Cookies["passkey"] = cookie;

            AssertRefused(await browser.AnswerAsync(PasskeyWalk.Alone, page, passkey.Get(options)), Expired);
        }
    }

    [Fact]
    public async Task Disabled_account_gets_the_answer_of_an_unknown_passkey()
    {
        var passkey = new SoftAuthenticator();
        var (person, _) = await _host.WithPasskeyAsync(passkey);
        await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Users
            .Where(account => account.Id == person.AccountId)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.DisabledAt, DateTimeOffset.UnixEpoch)));
        var unknown = new SoftAuthenticator { UserHandle = Base64Url.EncodeToString("whoever"u8) };

        AssertRefused(await _host.NewBrowser().UseAsync(PasskeyWalk.Alone, passkey), Refusal);
        AssertRefused(await _host.NewBrowser().UseAsync(PasskeyWalk.Alone, unknown), Refusal);
    }

    private async Task AssertRefusedAsync(Action<SoftAuthenticator> spoil)
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        spoil(passkey);

        AssertRefused(await _host.NewBrowser().UseAsync(PasskeyWalk.Alone, passkey), Refusal);
    }

    private static void AssertRefused(Answer answer, string words)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(words, answer.Body, StringComparison.Ordinal);
    }
}
