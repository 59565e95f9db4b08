using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Refusals;

/// <summary>Answers and errors go into the query, whatever a client asks for.</summary>
public sealed class ResponseModeTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Theory]
    [InlineData("form_post")]
    [InlineData("fragment")]
    [InlineData("jwt")]
    public async Task Refusal_of_a_mode_goes_into_the_query(string mode)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["response_mode"] = mode }));

        Assert.StartsWith($"{Client.RedirectUri}?", answer.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("#", answer.Location, StringComparison.Ordinal);
        Assert.Equal("invalid_request", answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
    }

    [Fact]
    public async Task Refusal_of_a_response_type_that_would_use_the_fragment_goes_into_the_query()
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), new() { ["response_type"] = "id_token token", ["nonce"] = "n" }));

        Assert.StartsWith($"{Client.RedirectUri}?", answer.Location, StringComparison.Ordinal);
        Assert.Equal("unsupported_response_type", answer.Query["error"]);
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

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("invalid_request", answer.Body, StringComparison.Ordinal);
    }
}
