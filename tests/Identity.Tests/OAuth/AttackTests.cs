using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth;

/// <summary>Attacks with names (RFC 9700, RFC 9207), each tried as a whole.</summary>
public sealed class AttackTests(SharedIdentity identity)
{
    private const string Evil = "evil.example";

    private readonly IdentityHost _host = identity.Host;

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/connect/authorize/..//evil.example")]
    [InlineData("javascript:alert('evil.example')")]
    public async Task Open_redirect_after_the_sign_in_stays_here(string returnUrl)
    {
        var person = await _host.NewPersonAsync();
        var browser = _host.NewBrowser();

        var code = await person.EnterPasswordAsync(browser, returnUrl);
        var done = await browser.SubmitAsync(code.Location, new() { ["Code"] = person.Code() });

        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.Equal("localhost", new Uri(_host.Origin, done.Location).Host);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("none")]
    [InlineData("login")]
    public async Task Open_redirect_by_an_authorization_request_goes_nowhere(string? prompt)
    {
        var client = await Client.RegisterAsync(_host, "https://app.example/callback");
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var answer = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new()
        {
            ["redirect_uri"] = $"https://app.example.{Evil}/callback", ["prompt"] = prompt, ["scope"] = "nonsense",
        }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Response.Headers.Location);
        Assert.DoesNotContain($"href=\"https://app.example.{Evil}", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>RFC 9207: a client of several servers sees by <c>iss</c> whose answer it holds.</summary>
    [Fact]
    public async Task Mixed_up_servers_are_told_apart_by_the_issuer_of_every_answer()
    {
        using var http = _host.NewClient();
        var metadata = (await http.AskAsync("/.well-known/oauth-authorization-server")).Json;
        var issuer = metadata.GetProperty("issuer").GetString();
        var client = await Client.RegisterAsync(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var forged = $"{client.AuthorizeUrl(Pkce.Create())}&iss=https%3A%2F%2F{Evil}";

        var granted = await client.ConsentAsync(session, forged);
        var denied = await client.ConsentAsync(session, forged, "deny");
        var wrong = await session.GetAsync($"{forged}&response_mode=nonsense");

        Assert.True(metadata.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        foreach (var answer in new[] { granted, denied, wrong })
        {
            Assert.Equal(issuer, answer.Query["iss"]);
            Assert.DoesNotContain(Evil, answer.Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Mixed_up_clients_cannot_use_what_the_other_got()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var honest = await Client.RegisterAsync(_host);
        var malicious = await Client.RegisterAsync(_host);
        var pkce = Pkce.Create();
        var redirect = await honest.ConsentAsync(session, honest.AuthorizeUrl(pkce));

        var stolen = await malicious.RedeemAsync(redirect.Query["code"], pkce.Verifier);
        var tokens = Tokens.Of(await honest.RedeemAsync(redirect.Query["code"], pkce.Verifier));
        var refreshed = await malicious.RefreshAsync(tokens.Refresh!);

        Assert.Equal("invalid_grant", stolen.Error);
        Assert.Equal("invalid_grant", refreshed.Error);
    }

    /// <summary>RFC 9700, section 4.5: the code of one person, put into the client session of another.</summary>
    [Fact]
    public async Task Code_injection_fails_at_the_verifier_of_the_other_session()
    {
        var client = await Client.RegisterAsync(_host);
        var victim = await (await _host.NewPersonAsync()).SignInAsync();
        var (theirs, mine) = (Pkce.Create(), Pkce.Create());
        var stolen = (await client.ConsentAsync(victim, client.AuthorizeUrl(theirs))).Query["code"];

        var injected = await client.RedeemAsync(stolen, mine.Verifier);
        var bare = await client.RedeemAsync(stolen, null);
        var elsewhere = await client.RedeemAsync(
            stolen, theirs.Verifier, new() { ["redirect_uri"] = "http://127.0.0.1:6666/callback" });

        Assert.Equal("invalid_grant", injected.Error);
        Assert.Equal("invalid_request", bare.Error);
        Assert.Equal("invalid_grant", elsewhere.Error);
    }

    [Fact]
    public async Task CSRF_at_the_consent_page_decides_nothing()
    {
        var client = await Client.RegisterAsync(_host);
        var victim = await (await _host.NewPersonAsync()).SignInAsync();
        var attacker = await (await _host.NewPersonAsync()).SignInAsync();
        var asked = await victim.GetAsync(client.AuthorizeUrl(Pkce.Create()));
        var theirs = await attacker.GetAsync(client.AuthorizeUrl(Pkce.Create()));
        var token = Browser.Hidden(await attacker.GetAsync(theirs.Location), new() { ["decision"] = "allow" });

        var bare = await victim.PostAsync(asked.Location, new() { ["decision"] = "allow" });
        var borrowed = await victim.PostAsync(asked.Location, token);
        var link = await victim.GetAsync($"{asked.Location}&decision=allow");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (bare.Status, borrowed.Status));
        Assert.Equal(HttpStatusCode.OK, link.Status);
        Assert.StartsWith(
            "/consent", (await victim.GetAsync(client.AuthorizeUrl(Pkce.Create()))).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/connect/authorize?client_id=x")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/connect/userinfo")]
    [InlineData("/no-such-page")]
    public async Task Host_header_injection_reaches_no_answer(string path)
    {
        using var http = _host.NewClient();

        foreach (var header in (string[])["Host", "X-Forwarded-Host", "X-Original-Host", "Forwarded"])
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, header == "Forwarded" ? $"host={Evil}" : Evil);
            var answer = await http.AskAsync(request);

            Assert.DoesNotContain(Evil, answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(Evil, answer.Response.Headers.ToString(), StringComparison.Ordinal);
            if (header == "Host")
                Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        }
    }

    [Fact]
    public async Task Session_fixation_leaves_the_planted_cookies_without_a_session()
    {
        var person = await _host.NewPersonAsync();
        var attacker = _host.NewBrowser();
        await attacker.GetAsync("/sign-in");
        await person.EnterPasswordAsync(attacker);
        var planted = new Dictionary<string, string>(attacker.Cookies);
        var victim = _host.NewBrowser();
        foreach (var (name, value) in planted)
            victim.Cookies[name] = value;

        await person.SignInAsync(victim);

        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await attacker.GetAsync("/")).Status);
    }
}
