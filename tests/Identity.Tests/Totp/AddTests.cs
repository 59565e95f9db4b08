using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Totp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace McpAspire.Identity.Tests.Totp;

/// <summary>Further authenticator apps, with names and parameters of their own.</summary>
public sealed partial class AddTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Second_app_gets_a_name_and_signs_in_like_the_first()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        var secret = await AddAsync(session, "Tablet <1>");
        var page = await session.GetAsync("/security");
        await person.ForgetUsedCodesAsync();
        var bySecond = await EnterAsync(person, Person.CodeOf(secret, _host.Clock.GetUtcNow()));
        var byFirst = await EnterAsync(person, person.Code());

        Assert.Contains("Tablet &lt;1&gt;", page.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, bySecond.Status);
        Assert.Equal(HttpStatusCode.Redirect, byFirst.Status);
    }

    [Fact]
    public async Task Code_that_another_app_spent_in_the_same_step_is_no_replay()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var secret = await AddAsync(session, "Tablet");
        await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Authenticators
            .Where(row => row.AccountId == person.AccountId && row.Name == "Tablet")
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.LastStep, 0)));

        var first = await EnterAsync(person, Person.CodeOf(secret, _host.Clock.GetUtcNow()));
        var replayed = await EnterAsync(person, Person.CodeOf(secret, _host.Clock.GetUtcNow()));

        Assert.Equal(HttpStatusCode.Redirect, first.Status);
        Assert.Equal(HttpStatusCode.OK, replayed.Status);
    }

    [Fact]
    public async Task Chosen_parameters_are_kept_with_the_app_and_the_secret_fits_the_hash()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?>
            {
                ["Identity:Totp:AllowedAlgorithms:0"] = "Sha512",
                ["Identity:Totp:AllowedDigits:0"] = "8",
                ["Identity:Totp:Period"] = "00:01:00",
                ["Identity:Totp:Issuer"] = "Home lab",
            },
        });
        var person = await host.NewPersonAsync();
        var session = await person.SignInAsync();
        const string path = "/security/totp?Algorithm=Sha512&Digits=8";
        var page = await session.GetAsync(path);
        var secret = SecretOf(page);
        var code = new OtpNet.Totp(secret, 60, OtpHashMode.Sha512, 8).ComputeTotp(host.Clock.GetUtcNow().UtcDateTime);

        var added = await session.PostAsync(
            path, Browser.Hidden(page, new() { ["OfferId"] = OfferOf(page), ["Code"] = code }));
        var row = await host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .Authenticators.SingleAsync(row => row.AccountId == person.AccountId && row.Digits == 8));

        Assert.Equal("/security", added.Location);
        Assert.Equal(64, secret.Length);
        Assert.Equal((TotpAlgorithm.Sha512, 60), (row.Algorithm, row.PeriodSeconds));
        Assert.Contains("algorithm=SHA512&amp;digits=8&amp;period=60", page.Body, StringComparison.Ordinal);
        Assert.Contains("issuer=Home%20lab", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?Algorithm=Sha512&Digits=8")]
    [InlineData("?Algorithm=99&Digits=7")]
    [InlineData("?Algorithm=nonsense&Digits=x")]
    public async Task Choice_that_is_not_offered_counts_as_none(string query)
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var page = await session.GetAsync("/security/totp" + query);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(20, SecretOf(page).Length);
    }

    [Fact]
    public async Task Offer_of_somebody_else_cannot_be_confirmed()
    {
        var owner = await (await _host.NewPersonAsync()).SignInAsync();
        var offered = await owner.GetAsync("/security/totp");
        var thief = await _host.NewPersonAsync();
        var session = await thief.SignInAsync();
        var own = await session.GetAsync("/security/totp");

        var answer = await session.PostAsync("/security/totp", Browser.Hidden(own, new()
        {
            ["OfferId"] = OfferOf(offered),
            ["Code"] = Person.CodeOf(SecretOf(offered), _host.Clock.GetUtcNow()),
        }));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("no longer valid", answer.Body, StringComparison.Ordinal);
    }

    private async Task<byte[]> AddAsync(Browser session, string name)
    {
        var page = await session.GetAsync("/security/totp");
        var secret = SecretOf(page);
        var added = await session.PostAsync("/security/totp", Browser.Hidden(page, new()
        {
            ["OfferId"] = OfferOf(page), ["Name"] = name,
            ["Code"] = Person.CodeOf(secret, _host.Clock.GetUtcNow()),
        }));
        Assert.True(added.Status == HttpStatusCode.Redirect, added.Body);
        return secret;
    }

    private async Task<Answer> EnterAsync(Person person, string code)
    {
        var browser = _host.NewBrowser();
        var next = await person.EnterPasswordAsync(browser);
        return await browser.SubmitAsync(next.Location, new() { ["Code"] = code });
    }

    private static byte[] SecretOf(Answer page) => Base32Encoding.ToBytes(
        Tag().Replace(Secret().Match(page.Body).Groups[1].Value, string.Empty));

    private static string OfferOf(Answer page) => Offer().Match(page.Body).Groups[1].Value;

    [GeneratedRegex("id=\"totp-secret\">(.*?)</code>")]
    private static partial Regex Secret();

    [GeneratedRegex("name=\"OfferId\" value=\"([^\"]+)\"")]
    private static partial Regex Offer();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
