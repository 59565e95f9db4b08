using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth;

/// <summary>The authorization endpoint: who is asked, and whom refusals are told.</summary>
public sealed class AuthorizeTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Answer_carries_code_state_and_issuer()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);

        var answer = await client.ConsentAsync(await person.SignInAsync(), client.AuthorizeUrl(Pkce.Create()));

        Assert.StartsWith($"{Client.RedirectUri}?", answer.Location, StringComparison.Ordinal);
        Assert.Equal(["code", "iss", "state"], answer.Query.Keys.Order());
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
    }

    [Theory]
    [InlineData("scope", "mcp admin:everything", "invalid_scope")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    public async Task Mistake_of_a_known_client_is_told_to_the_client_with_state_and_issuer(
        string parameter, string value, string error)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { [parameter] = value }));

        Assert.StartsWith(Client.RedirectUri, answer.Location, StringComparison.Ordinal);
        Assert.Equal(error, answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
        Assert.DoesNotContain("error_uri", answer.Query.Keys);
    }

    [Fact]
    public async Task Deny_is_told_to_the_client()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);

        var answer = await client.ConsentAsync(
            await person.SignInAsync(), client.AuthorizeUrl(Pkce.Create()), decision: "deny");

        Assert.Equal("access_denied", answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
    }

    [Fact]
    public async Task Prompt_none_without_a_session_is_login_required()
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["prompt"] = "none" }));

        Assert.Equal("login_required", answer.Query["error"]);
    }

    [Fact]
    public async Task Prompt_none_with_a_session_is_consent_required()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);

        var answer = await (await person.SignInAsync()).GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["prompt"] = "none" }));

        Assert.Equal("consent_required", answer.Query["error"]);
    }

    [Theory]
    [InlineData("login")]
    [InlineData("select_account")]
    [InlineData("login consent")]
    public async Task Prompt_for_a_sign_in_leads_there_once_despite_the_session(string prompt)
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var session = await person.SignInAsync();

        var answer = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { ["prompt"] = prompt }));
        Assert.StartsWith("/sign-in?", answer.Location, StringComparison.Ordinal);
        await person.SignInAsync(session, answer.Query["returnUrl"]);
        var after = await session.GetAsync(answer.Query["returnUrl"]);

        Assert.StartsWith("/consent?", after.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Max_age_exceeded_leads_to_the_sign_in()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();
        var client = await Client.RegisterAsync(host);
        var session = await person.SignInAsync();
        var url = client.AuthorizeUrl(Pkce.Create(), new() { ["max_age"] = "60" });

        var young = await session.GetAsync(url);
        host.Clock.Advance(TimeSpan.FromSeconds(62));
        var old = await session.GetAsync(url);

        Assert.StartsWith("/consent?", young.Location, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?", old.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Max_age_of_zero_asks_for_one_sign_in_and_then_goes_on()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var session = await person.SignInAsync();

        var asked = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { ["max_age"] = "0" }));
        var back = asked.Query["returnUrl"];
        await person.SignInAsync(session, back);
        var resumed = await session.GetAsync(back);

        Assert.StartsWith("/sign-in?", asked.Location, StringComparison.Ordinal);
        Assert.StartsWith("/consent?", resumed.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Max_age_beyond_any_time_span_is_no_error()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var session = await person.SignInAsync();

        var answer = await session.GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["max_age"] = "99999999999999" }));

        Assert.StartsWith("/consent?", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_by_post_is_resumed_after_the_sign_in()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var query = new Uri(new Uri("http://base"), client.AuthorizeUrl(Pkce.Create())).Query;
        var fields = System.Web.HttpUtility.ParseQueryString(query);
        var browser = _host.NewBrowser();

        var posted = await browser.PostAsync(
            "/connect/authorize", fields.AllKeys.ToDictionary(key => key!, key => fields[key]!));
        await person.SignInAsync(browser, posted.Query["returnUrl"]);
        var resumed = await browser.GetAsync(posted.Query["returnUrl"]);

        Assert.Equal(HttpStatusCode.Redirect, resumed.Status);
        Assert.StartsWith("/consent?", resumed.Location, StringComparison.Ordinal);
    }
}
