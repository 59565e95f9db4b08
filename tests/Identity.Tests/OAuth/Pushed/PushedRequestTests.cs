using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Pushed;

/// <summary>RFC 9126: requests that the browser only refers to.</summary>
public sealed class PushedRequestTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Endpoint_is_announced_and_answers_with_a_reference_for_ten_minutes()
    {
        var client = await Client.RegisterAsync(_host);
        using var http = _host.NewClient();

        var metadata = (await http.AskAsync("/.well-known/oauth-authorization-server")).Json;
        var pushed = await new PushingClient(_host, client).PushAsync(Pkce.Create());

        Assert.Equal(
            "http://localhost:9091/connect/par",
            metadata.GetProperty("pushed_authorization_request_endpoint").GetString());
        Assert.False(metadata.GetProperty("require_pushed_authorization_requests").GetBoolean());
        Assert.Equal(HttpStatusCode.Created, pushed.Status);
        Assert.StartsWith(
            "urn:ietf:params:oauth:request_uri:", pushed.Json.GetProperty("request_uri").GetString()!,
            StringComparison.Ordinal);
        Assert.InRange(pushed.Json.GetProperty("expires_in").GetInt32(), 595, 600);
        Assert.Contains("no-store", pushed.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("login")]
    [InlineData("select_account consent")]
    public async Task Request_survives_sign_in_and_consent_and_leads_to_tokens(string? prompt)
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var pkce = Pkce.Create();
        var browser = _host.NewBrowser();
        var address = await new PushingClient(_host, client).AddressAsync(pkce, new() { ["prompt"] = prompt });

        var toSignIn = await browser.GetAsync(address);
        await person.SignInAsync(browser, toSignIn.Query["returnUrl"]);
        var redirect = await client.ConsentAsync(browser, toSignIn.Query["returnUrl"]);
        var tokens = await client.RedeemAsync(redirect.Query["code"], pkce.Verifier);

        Assert.StartsWith("/sign-in?", toSignIn.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("scope", toSignIn.Location, StringComparison.Ordinal);
        Assert.StartsWith(Client.RedirectUri, redirect.Location, StringComparison.Ordinal);
        Assert.Equal("the-state", redirect.Query["state"]);
        Assert.Equal("http://localhost:9091", redirect.Query["iss"]);
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
    }

    [Fact]
    public async Task Prompt_for_a_sign_in_disregards_an_older_session()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();
        var client = await Client.RegisterAsync(host);
        var session = await person.SignInAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var address = await new PushingClient(host, client).AddressAsync(Pkce.Create(), new() { ["prompt"] = "login" });

        var answer = await session.GetAsync(address);

        Assert.StartsWith("/sign-in?", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_browser_adds_is_passed_over()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var session = await person.SignInAsync();
        var address = await new PushingClient(_host, client).AddressAsync(Pkce.Create(), new() { ["scope"] = "mcp" });

        var redirect = await client.ConsentAsync(
            session, $"{address}&scope=openid&redirect_uri=https%3A%2F%2Fevil.example%2F&state=other&prompt=none");

        Assert.StartsWith(Client.RedirectUri, redirect.Location, StringComparison.Ordinal);
        Assert.Equal("the-state", redirect.Query["state"]);
    }

    [Theory]
    [InlineData("allow")]
    [InlineData("deny")]
    public async Task Reference_is_good_for_one_answer(string decision)
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var session = await person.SignInAsync();
        var address = await new PushingClient(_host, client).AddressAsync(Pkce.Create());
        await client.ConsentAsync(session, address, decision);

        var again = await session.GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Contains("invalid_request_uri", again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_of_another_client_is_refused_on_a_page()
    {
        var (client, other) = (await Client.RegisterAsync(_host), await Client.RegisterAsync(_host));
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var pushed = await new PushingClient(_host, client).PushAsync(Pkce.Create());

        var answer = await session.GetAsync(PushingClient.AddressOf(pushed, other.Id));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("invalid_request", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urn:ietf:params:oauth:request_uri:unknown", "invalid_request_uri")]
    [InlineData("https://evil.example/request", "request_uri_not_supported")]
    public async Task Reference_to_nothing_of_ours_is_refused_on_a_page(string uri, string error)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            $"/connect/authorize?client_id={client.Id}&request_uri={Uri.EscapeDataString(uri)}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(error, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_expires()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:OAuth:PushedRequestLifetime"] = "00:01:00" },
        });
        var client = await Client.RegisterAsync(host);
        var address = await new PushingClient(host, client).AddressAsync(Pkce.Create());
        host.Clock.Advance(TimeSpan.FromSeconds(61));

        var answer = await host.NewBrowser().GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("invalid_request_uri", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redirect_uri", null, "invalid_request")]
    [InlineData("redirect_uri", "https://evil.example/callback", "invalid_request")]
    [InlineData("redirect_uri", "http://127.0.0.1:9091/callback", "invalid_request")]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_mode", "jwt", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("scope", "mcp admin:everything", "invalid_scope")]
    [InlineData("resource", "https://elsewhere.example/mcp", "invalid_target")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    [InlineData("client_id", "nobody", "invalid_client")]
    [InlineData("client_id", null, "invalid_request")]
    public async Task Mistake_is_told_at_once(string parameter, string? value, string error)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await new PushingClient(_host, client).PushAsync(Pkce.Create(), new() { [parameter] = value });

        Assert.Equal(error, answer.Error);
        Assert.Equal(
            error == "invalid_client" ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Confidential_client_has_to_prove_itself()
    {
        var client = await Client.RegisterAsync(_host, authMethod: "client_secret_post");
        var pushing = new PushingClient(_host, client);

        var right = await pushing.PushAsync(Pkce.Create());
        var wrong = await pushing.PushAsync(Pkce.Create(), new() { ["client_secret"] = "guess" });

        Assert.Equal(HttpStatusCode.Created, right.Status);
        Assert.Equal("invalid_client", wrong.Error);
    }

    [Fact]
    public async Task Plain_requests_are_refused_where_pushed_ones_are_required()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:OAuth:RequirePushedAuthorization"] = "true" },
        });
        var client = await Client.RegisterAsync(host);
        var browser = host.NewBrowser();

        var plain = await browser.GetAsync(client.AuthorizeUrl(Pkce.Create()));
        var pushed = await browser.GetAsync(await new PushingClient(host, client).AddressAsync(Pkce.Create()));

        Assert.Equal("invalid_request", plain.Query["error"]);
        Assert.StartsWith(Client.RedirectUri, plain.Location, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?", pushed.Location, StringComparison.Ordinal);
    }
}
