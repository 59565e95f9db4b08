using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Refusals;

/// <summary>Requests that are refused: who is told, and by which code.</summary>
public sealed class RefusalTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Theory]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    [InlineData("request_uri", "https://app.example/request.jwt", "request_uri_not_supported")]
    [InlineData("registration", "{}", "registration_not_supported")]
    [InlineData("prompt", "none consent", "invalid_request")]
    [InlineData("prompt", "never", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "soon", "invalid_request")]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge_method", "S512", "invalid_request")]
    public async Task Mistake_is_told_to_the_client_with_state_and_issuer(string name, string? value, string error)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { [name] = value }));

        Assert.StartsWith($"{Client.RedirectUri}?", answer.Location, StringComparison.Ordinal);
        Assert.Equal(error, answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
    }

    /// <summary>RFC 6749, section 3.1: two readings of one request are two requests.</summary>
    [Theory]
    [InlineData("scope", "mcp")]
    [InlineData("response_type", "code")]
    [InlineData("response_mode", "query")]
    [InlineData("code_challenge", "x")]
    [InlineData("code_challenge_method", "S256")]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    [InlineData("nonce", "n&nonce=m")]
    public async Task Parameter_sent_twice_is_refused_to_the_client(string name, string value)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            $"{client.AuthorizeUrl(Pkce.Create(), new() { [name] = "first" })}&{name}={value}");

        Assert.StartsWith($"{Client.RedirectUri}?", answer.Location, StringComparison.Ordinal);
        Assert.Equal("invalid_request", answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
    }

    [Fact]
    public async Task State_sent_twice_is_refused_and_neither_repeated()
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync($"{client.AuthorizeUrl(Pkce.Create())}&state=other");

        Assert.Equal("invalid_request", answer.Query["error"]);
        Assert.DoesNotContain("state", answer.Query.Keys);
    }

    [Theory]
    [InlineData("client_id", "other")]
    [InlineData("redirect_uri", "https://evil.example/callback")]
    public async Task Client_or_address_sent_twice_is_refused_on_a_page_of_ours(string name, string value)
    {
        var client = await Client.RegisterAsync(_host);

        foreach (var twice in new[] { $"{client.AuthorizeUrl(Pkce.Create())}&{name}={value}",
            client.AuthorizeUrl(Pkce.Create()).Replace("?", $"?{name}={value}&", StringComparison.Ordinal) })
        {
            var answer = await _host.NewBrowser().GetAsync(twice);

            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Null(answer.Response.Headers.Location);
        }
    }

    [Theory]
    [InlineData("grant_type", "refresh_token")]
    [InlineData("code", "other")]
    [InlineData("client_id", "other")]
    [InlineData("redirect_uri", "https://evil.example/callback")]
    [InlineData("code_verifier", "other")]
    [InlineData("scope", "a&scope=b")]
    public async Task Parameter_sent_twice_to_the_token_endpoint_is_refused(string name, string value)
    {
        using var http = _host.NewClient();
        var client = await Client.RegisterAsync(_host);
        var body = $"grant_type=authorization_code&code=x&client_id={client.Id}&redirect_uri="
            + $"{Uri.EscapeDataString(Client.RedirectUri)}&code_verifier={Pkce.Create().Verifier}&{name}={value}";

        foreach (var path in new[] { "/connect/token", "/connect/par" })
        {
            var answer = await http.AskAsync(new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StringContent(body, null, "application/x-www-form-urlencoded"),
            });

            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Error));
        }
    }

    [Theory]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    [InlineData("grant_type", "implicit", "unsupported_grant_type")]
    [InlineData("grant_type", null, "invalid_request")]
    [InlineData("code", null, "invalid_request")]
    [InlineData("code", "invented", "invalid_grant")]
    [InlineData("client_id", null, "invalid_request")]
    [InlineData("client_id", "nobody", "invalid_client")]
    public async Task Mistake_at_the_token_endpoint_has_its_code(string name, string? value, string error)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await client.RedeemAsync("invented", Pkce.Create().Verifier, new() { [name] = value });

        var status = error == "invalid_client" ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest;
        Assert.Equal((status, error), (answer.Status, answer.Error));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task Client_that_fails_to_prove_itself_by_a_header_is_told_how()
    {
        using var http = _host.NewClient();
        var client = await Client.RegisterAsync(_host, authMethod: "client_secret_basic");
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "authorization_code"), new("code", "x"), new("redirect_uri", Client.RedirectUri),
                new("code_verifier", Pkce.Create().Verifier),
            ]),
        };
        request.Headers.Authorization = new(
            "Basic", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{client.Id}:guess")));

        var answer = await http.AskAsync(request);

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (answer.Status, answer.Error));
        Assert.StartsWith("Basic", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessed_secret_and_spent_code_are_recorded_once_each_without_either()
    {
        var client = await Client.RegisterAsync(_host, authMethod: "client_secret_post");
        var pkce = Pkce.Create();
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var code = (await client.ConsentAsync(session, client.AuthorizeUrl(pkce))).Query["code"];

        await client.RedeemAsync(code, pkce.Verifier, new() { ["client_secret"] = "a-guess" });
        await client.RedeemAsync(code, pkce.Verifier);
        await client.RedeemAsync(code, pkce.Verifier);

        var lines = _host.Logs.Lines.Where(line => line.Contains("TokenRefused", StringComparison.Ordinal)
            && line.Contains(client.Id, StringComparison.Ordinal)).ToList();
        Assert.Single(lines, line => line.Contains("invalid_client", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("invalid_grant", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("a-guess", StringComparison.Ordinal)
            || line.Contains(code, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/connect/token")]
    [InlineData("/connect/par")]
    [InlineData("/connect/revoke")]
    public async Task Request_by_get_is_refused(string path)
    {
        using var http = _host.NewClient();

        var answer = await http.AskAsync($"{path}?grant_type=authorization_code&code=x&client_id=y&token=z");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9091/callback")]
    [InlineData("http://localhost:9091/callback")]
    [InlineData("http://localhost:8080/callback")]
    public async Task Address_of_our_own_is_refused_on_a_page(string redirectUri)
    {
        var host = redirectUri.Contains("127.0.0.1", StringComparison.Ordinal) ? "127.0.0.1" : "localhost";
        var client = await Client.RegisterAsync(_host, $"http://{host}/callback");

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["redirect_uri"] = redirectUri }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("invalid_request", answer.Body, StringComparison.Ordinal);
    }
}
