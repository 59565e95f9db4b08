using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.StepUp;

/// <summary>What a client may demand of the sign-in (OpenID Connect Core, section 3.1.2.1, and RFC 9470).</summary>
public sealed class StepUpTests(SharedIdentity identity)
{
    private const string TwoFactors = "urn:mcpaspire:acr:2fa";
    private const string OneFactor = "urn:mcpaspire:acr:1fa";

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Tokens_say_when_and_how_somebody_signed_in_and_still_do_after_a_refresh()
    {
        var client = await Client.RegisterAsync(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var first = await client.ConnectAsync(session);
        var second = Tokens.Of(await client.RefreshAsync(first.Refresh!));

        foreach (var claims in new[] { first.AccessClaims, first.IdClaims, second.AccessClaims, second.IdClaims })
        {
            Assert.Equal(TwoFactors, claims.GetProperty("acr").GetString());
            Assert.Equal(
                ["pwd", "otp", "mfa"], claims.GetProperty("amr").EnumerateArray().Select(item => item.GetString()));
            Assert.Equal(
                first.AccessClaims.GetProperty("auth_time").GetInt64(), claims.GetProperty("auth_time").GetInt64());
        }
    }

    [Fact]
    public async Task Metadata_names_the_values_that_may_be_asked_for()
    {
        var metadata = await _host.NewClient().AskAsync("/.well-known/openid-configuration");

        Assert.Equal(
            [OneFactor, TwoFactors],
            metadata.Json.GetProperty("acr_values_supported").EnumerateArray().Select(item => item.GetString()));
    }

    [Theory]
    [InlineData(OneFactor)]
    [InlineData(TwoFactors)]
    [InlineData($"unknown {TwoFactors}")]
    public async Task Acr_that_the_session_has_is_no_reason_to_ask(string values)
    {
        var client = await Client.RegisterAsync(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var answer = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { ["acr_values"] = values }));

        Assert.StartsWith("/consent?", answer.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acr_values", "urn:example:gold")]
    [InlineData("claims", """{"id_token":{"acr":{"essential":true,"values":["urn:example:gold"]}}}""")]
    [InlineData("claims", """{"id_token":{"acr":{"essential":true,"value":"urn:example:gold"}}}""")]
    public async Task Acr_that_nobody_can_reach_is_refused_by_redirect(string name, string value)
    {
        var client = await Client.RegisterAsync(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var answer = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { [name] = value }));

        Assert.StartsWith(Client.RedirectUri, answer.Location, StringComparison.Ordinal);
        Assert.Equal("unmet_authentication_requirements", answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
    }

    [Theory]
    [InlineData("""{"id_token":{"acr":{"values":["urn:example:gold"]}}}""")]
    [InlineData("""{"userinfo":{"acr":{"essential":true}}}""")]
    [InlineData("""{"id_token":{"acr":null}}""")]
    [InlineData("""[1]""")]
    public async Task Claims_that_demand_nothing_are_passed_over(string claims)
    {
        var client = await Client.RegisterAsync(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var answer = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { ["claims"] = claims }));

        Assert.StartsWith("/consent?", answer.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("prompt", "select_account")]
    [InlineData("max_age", "0")]
    public async Task Sign_in_that_was_asked_for_leads_to_tokens_that_show_it(string name, string value)
    {
        await using var host = await IdentityHost.StartAsync();
        var client = await Client.RegisterAsync(host);
        var person = await host.NewPersonAsync();
        var session = await person.SignInAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(90));
        var pkce = Pkce.Create();

        var asked = await session.GetAsync(client.AuthorizeUrl(pkce, new() { [name] = value }));
        await person.SignInAsync(session, asked.Query["returnUrl"]);
        var redirect = await client.ConsentAsync(session, asked.Query["returnUrl"]);
        var tokens = Tokens.Of(await client.RedeemAsync(redirect.Query["code"], pkce.Verifier));

        var age = host.Clock.GetUtcNow().ToUnixTimeSeconds() - tokens.IdClaims.GetProperty("auth_time").GetInt64();
        Assert.InRange(age, 0, 60);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task Sign_in_cannot_be_skipped_by_going_back_or_by_editing_the_address(string name, string value)
    {
        var client = await Client.RegisterAsync(_host);
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var asked = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { [name] = value }));
        var back = asked.Query["returnUrl"];
        var other = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { [name] = value }));

        // Straight back, without the note, with a made-up note, and with the note of another request.
        Assert.Contains($"{name}={value}", back, StringComparison.Ordinal);
        await IsAskedAsync(session, back);
        await IsAskedAsync(session, back[..back.IndexOf("&asked=", StringComparison.Ordinal)]);
        await IsAskedAsync(session, back[..back.IndexOf("&asked=", StringComparison.Ordinal)] + "&asked=AAAA");
        await person.SignInAsync(session, back);
        var note = other.Query["returnUrl"].Split("&asked=")[1];
        await IsAskedAsync(session, $"{back.Split("&asked=")[0]}&asked={note}");
        Assert.StartsWith("/consent?", (await session.GetAsync(back)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Note_of_somebody_without_a_session_does_not_serve_an_older_session()
    {
        await using var host = await IdentityHost.StartAsync();
        var client = await Client.RegisterAsync(host);
        var stolen = await (await host.NewPersonAsync()).SignInAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(2));

        var asked = await host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["prompt"] = "login" }));

        await IsAskedAsync(stolen, asked.Query["returnUrl"]);
    }

    [Fact]
    public async Task Note_counts_for_half_an_hour()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Session:Inactivity"] = "00:59:00" },
        });
        var client = await Client.RegisterAsync(host);
        var person = await host.NewPersonAsync();
        var browser = host.NewBrowser();
        var asked = await browser.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { ["prompt"] = "login" }));
        await person.SignInAsync(browser, asked.Query["returnUrl"]);

        var resumed = await browser.GetAsync(asked.Query["returnUrl"]);
        Assert.StartsWith("/consent?", resumed.Location, StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromMinutes(31));
        await IsAskedAsync(browser, asked.Query["returnUrl"]);
    }

    [Theory]
    [InlineData("max_age", "30")]
    [InlineData("max_age", "0")]
    public async Task Prompt_none_with_a_session_that_is_too_old_is_login_required(string name, string value)
    {
        await using var host = await IdentityHost.StartAsync();
        var client = await Client.RegisterAsync(host);
        var session = await (await host.NewPersonAsync()).SignInAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(60));

        var answer = await session.GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { [name] = value, ["prompt"] = "none" }));

        Assert.Equal("login_required", answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
    }

    private static async Task IsAskedAsync(Browser session, string address)
    {
        var answer = await session.GetAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.StartsWith("/sign-in?", answer.Location, StringComparison.Ordinal);
    }
}
