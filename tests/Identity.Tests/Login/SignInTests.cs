using System.Net;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Login;

/// <summary>Name and password.</summary>
public sealed class SignInTests(SharedIdentity identity)
{
    private const string Mismatch = Refusal.Password;

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Unknown_user_and_wrong_password_get_the_same_answer()
    {
        var person = await _host.NewPersonAsync();

        var unknown = await SubmitAsync("nobody-of-that-name", "some password");
        var wrong = await SubmitAsync(person.Name, "some password");

        Assert.Contains(Mismatch, unknown.Body, StringComparison.Ordinal);
        Assert.Contains(Mismatch, wrong.Body, StringComparison.Ordinal);
        Assert.Equal(unknown.Status, wrong.Status);
    }

    [Fact]
    public async Task Unknown_user_costs_a_password_comparison_like_a_known_one()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();

        var known = await CountAsync(person.Name);
        var unknown = await CountAsync("nobody-of-that-name");

        Assert.Equal(1, known);
        Assert.Equal(known, unknown);

        async Task<int> CountAsync(string name)
        {
            var before = host.Hasher.Comparisons;
            await host.NewBrowser().SubmitAsync("/sign-in", new() { ["Name"] = name, ["Password"] = "some password" });
            return host.Hasher.Comparisons - before;
        }
    }

    [Fact]
    public async Task Password_alone_opens_no_session()
    {
        var person = await _host.NewPersonAsync();
        var browser = _host.NewBrowser();

        await person.EnterPasswordAsync(browser);
        var account = await browser.GetAsync("/");

        Assert.DoesNotContain("session", browser.Cookies.Keys);
        Assert.Equal(HttpStatusCode.Redirect, account.Status);
        Assert.StartsWith("/sign-in", new Uri(account.Location).AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_without_antiforgery_token_is_refused_with_a_page()
    {
        var person = await _host.NewPersonAsync();
        var browser = _host.NewBrowser();
        await browser.GetAsync("/sign-in");

        var answer = await browser.PostAsync(
            "/sign-in", new() { ["Name"] = person.Name, ["Password"] = person.Password });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("no longer valid", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("sign-in", browser.Cookies.Keys);
    }

    [Fact]
    public async Task Form_with_the_token_of_another_browser_is_refused()
    {
        var person = await _host.NewPersonAsync();
        var foreign = await _host.NewBrowser().GetAsync("/sign-in");
        var browser = _host.NewBrowser();
        await browser.GetAsync("/sign-in");

        var answer = await browser.PostAsync("/sign-in", Browser.Hidden(
            foreign, new() { ["Name"] = person.Name, ["Password"] = person.Password }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("/sign-out")]
    [InlineData("/consent")]
    [InlineData("/sign-in/totp")]
    [InlineData("/sign-in/password")]
    [InlineData("/enroll/totp")]
    public async Task Every_form_asks_for_the_antiforgery_token(string path)
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        var answer = await session.PostAsync(path, new() { ["decision"] = "allow", ["Code"] = "123456" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("session", session.Cookies.Keys);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://localhost:9091.evil.example/")]
    [InlineData("~/")]
    public async Task Return_address_elsewhere_is_not_followed(string returnUrl)
    {
        var person = await _host.NewPersonAsync();
        var browser = _host.NewBrowser();
        var path = $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";
        var next = await browser.SubmitAsync(path, new() { ["Name"] = person.Name, ["Password"] = person.Password });

        var code = $"/sign-in/totp?returnUrl={Uri.EscapeDataString(returnUrl)}";
        var done = await browser.SubmitAsync(code, new() { ["Code"] = person.Code() });

        Assert.DoesNotContain("evil", next.Location, StringComparison.Ordinal);
        Assert.Equal("/", done.Location);
    }

    [Fact]
    public async Task Return_address_beyond_ASCII_does_not_break_the_sign_in()
    {
        var person = await _host.NewPersonAsync();
        var browser = _host.NewBrowser();
        var query = $"?returnUrl={Uri.EscapeDataString("/\u00e9x")}";
        var next = await browser.SubmitAsync(
            "/sign-in" + query, new() { ["Name"] = person.Name, ["Password"] = person.Password });

        var done = await browser.SubmitAsync(next.Location, new() { ["Code"] = person.Code() });

        Assert.StartsWith("/sign-in/totp", next.Location, StringComparison.Ordinal);
        Assert.Equal("/", done.Location);
    }

    [Fact]
    public async Task Return_address_of_ours_is_followed_through_all_steps()
    {
        var person = await _host.NewPersonAsync();

        await person.SignInAsync(returnUrl: "/connect/authorize?a=1&b=x%20y");
    }

    [Fact]
    public async Task Empty_fields_are_told()
    {
        var answer = await SubmitAsync(" ", string.Empty);

        Assert.Contains("Enter your user name", answer.Body, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", answer.Body, StringComparison.Ordinal);
    }

    private Task<Answer> SubmitAsync(string name, string password) =>
        _host.NewBrowser().SubmitAsync("/sign-in", new() { ["Name"] = name, ["Password"] = password });
}
