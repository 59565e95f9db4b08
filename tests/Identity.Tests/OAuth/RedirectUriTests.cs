using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth;

/// <summary>Answers go where the client said when it registered, and errors about that go nowhere.</summary>
public sealed class RedirectUriTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Theory]
    [InlineData("https://app.example/callback", "https://app.example/other")]
    [InlineData("https://app.example/callback", "https://evil.example/callback")]
    [InlineData("https://app.example/callback", "https://app.example:444/callback")]
    [InlineData("https://app.example/callback", "http://app.example/callback")]
    [InlineData("https://app.example/callback", "https://app.example/callback?more=1")]
    [InlineData("https://app.example/callback", "https://app.example/callback/../other")]
    [InlineData("http://127.0.0.1:5555/callback", "http://127.0.0.1:5555/other")]
    [InlineData("http://127.0.0.1:5555/callback", "http://localhost:5555/callback")]
    [InlineData("http://localhost:5555/callback", "http://127.0.0.1:5555/callback")]
    [InlineData("http://127.0.0.1:5555/callback", "http://127.0.0.1.evil.example:5555/callback")]
    public async Task Other_redirect_uri_is_refused_on_a_page_of_ours(string registered, string requested)
    {
        var client = await Client.RegisterAsync(_host, registered);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["redirect_uri"] = requested }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Response.Headers.Location);
        Assert.Contains("redirect_uri", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_uri_left_out_is_refused_on_a_page_of_ours()
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["redirect_uri"] = null, ["scope"] = "mcp" }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Unknown_client_is_refused_on_a_page_of_ours_that_names_no_library()
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["client_id"] = "somebody" }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("client_id", answer.Body, StringComparison.Ordinal);
        Assert.Contains("<title>", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("openiddict", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5555/callback", "http://127.0.0.1:49321/callback")]
    [InlineData("http://localhost:5555/callback", "http://localhost:49321/callback")]
    [InlineData("http://localhost/callback", "http://localhost:49321/callback")]
    [InlineData("http://[::1]:5555/callback", "http://[::1]:49321/callback")]
    public async Task Loopback_redirect_is_accepted_on_any_port(string registered, string requested)
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host, registered);
        var session = await person.SignInAsync();

        var tokens = await Redeem(requested, requested);
        var mixed = await Redeem(requested, registered);

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        // RFC 6749, section 4.1.3: what the code was sent to and what is claimed now have to be identical.
        Assert.Equal("invalid_grant", mixed.Error);

        async Task<Answer> Redeem(string authorized, string claimed)
        {
            var pkce = Pkce.Create();
            var url = client.AuthorizeUrl(pkce, new() { ["redirect_uri"] = authorized });
            var redirect = await client.ConsentAsync(session, url);
            Assert.StartsWith(authorized, redirect.Location, StringComparison.Ordinal);
            return await client.RedeemAsync(
                redirect.Query["code"], pkce.Verifier, new() { ["redirect_uri"] = claimed });
        }
    }

    [Fact]
    public async Task Https_redirect_is_accepted_on_its_own_port_only()
    {
        var client = await Client.RegisterAsync(_host, "https://app.example:8443/callback");

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["redirect_uri"] = "https://app.example:9443/callback" }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }
}
