using System.Net;
using McpAspire.EndToEnd.Tests.People;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Attacks;

/// <summary>Codes used twice, cookies bent, forms sent by somebody else.</summary>
public sealed class SessionAttackTests(StackFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Fact]
    public async Task A_TOTP_code_signs_in_once()
    {
        await Stack.Administrator.SignInAsync(Cancellation);
        var code = await Stack.Administrator.Authenticator!.NextCodeAsync(Cancellation);
        using var first = new FormBrowser(Stack.Issuer);
        using var second = new FormBrowser(Stack.Issuer);

        var accepted = await EnterCodeAsync(first, code);
        var replayed = await EnterCodeAsync(second, code);

        Assert.Equal("/", accepted.Address.AbsolutePath);
        Assert.Equal("/sign-in/totp", replayed.Address.AbsolutePath);
        Assert.Equal("/sign-in", (await second.GetAsync("/", Cancellation)).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_password_alone_opens_nothing()
    {
        await Stack.Administrator.SignInAsync(Cancellation);
        using var browser = new FormBrowser(Stack.Issuer);

        var page = await EnterPasswordAsync(browser);
        var account = await browser.GetAsync("/", Cancellation);

        Assert.Equal("/sign-in/totp", page.Address.AbsolutePath);
        Assert.StartsWith("/sign-in", account.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_tampered_cookie_is_no_session()
    {
        using var browser = new FormBrowser(Stack.Issuer);
        browser.Cookies.Add(await Stack.Administrator.SessionAsync(Cancellation));
        var account = await browser.GetAsync("/", Cancellation);

        foreach (Cookie cookie in browser.Cookies.GetAllCookies()) cookie.Value = Tamper(cookie.Value);
        var tampered = await browser.GetAsync("/", Cancellation);

        Assert.Equal("/", account.Address.AbsolutePath);
        Assert.Equal("/sign-in", tampered.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, tampered.Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server_and_not_only_in_the_browser()
    {
        await Stack.Administrator.SignInAsync(Cancellation);
        using var browser = new FormBrowser(Stack.Issuer);
        await EnterCodeAsync(browser, await Stack.Administrator.Authenticator!.NextCodeAsync(Cancellation));
        using var thief = new FormBrowser(Stack.Issuer);
        thief.Cookies.Add(browser.Cookies.GetAllCookies());
        Assert.Equal("/", (await thief.GetAsync("/", Cancellation)).Address.AbsolutePath);

        var page = await browser.GetAsync("/sign-out", Cancellation);
        await browser.SubmitAsync(page, new Dictionary<string, string>(), Cancellation);

        Assert.Equal("/sign-in", (await thief.GetAsync("/", Cancellation)).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Name"] = Stack.Administrator.Name,
            ["Password"] = Stack.Administrator.Password,
        });

        using var response = await Stack.Http.PostAsync(new Uri(Stack.Issuer, "/sign-in"), content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(response.Headers.Contains("Location"));
    }

    private async Task<Page> EnterPasswordAsync(FormBrowser browser) => await browser.SubmitAsync(
        await browser.GetAsync("/", Cancellation),
        new Dictionary<string, string>
        {
            ["Name"] = Stack.Administrator.Name,
            ["Password"] = Stack.Administrator.Password,
        },
        Cancellation);

    private async Task<Page> EnterCodeAsync(FormBrowser browser, string code) => await browser.SubmitAsync(
        await EnterPasswordAsync(browser), new Dictionary<string, string> { ["Code"] = code }, Cancellation);

    /// <summary>One character in the middle: what is left still looks like a cookie of ours.</summary>
    private static string Tamper(string value)
    {
        var middle = value.Length / 2;
        return string.Concat(value.AsSpan(0, middle), value[middle] == 'A' ? "B" : "A", value.AsSpan(middle + 1));
    }
}
