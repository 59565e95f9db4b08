using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth;

/// <summary>Resource indicators (RFC 8707): a token opens what was asked for, and nothing else.</summary>
public sealed class ResourceTests(SharedIdentity identity)
{
    private const string A = $"{IdentityHost.Mcp}/a";
    private const string B = $"{IdentityHost.Mcp}/b";

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Resource_left_out_means_the_default()
    {
        var (client, session) = await ConnectingAsync();

        var tokens = await client.ConnectAsync(session);

        Assert.Equal([IdentityHost.DefaultResource], tokens.Audiences);
    }

    [Theory]
    [InlineData(A, A)]
    [InlineData($"{A}/", A)]
    [InlineData("http://LOCALHOST:8080/mcp/a", A)]
    [InlineData(IdentityHost.Mcp, IdentityHost.Mcp)]
    [InlineData($"{IdentityHost.Mcp}/", IdentityHost.Mcp)]
    public async Task Resource_becomes_the_audience_in_its_normal_form(string requested, string audience)
    {
        var (client, session) = await ConnectingAsync();

        var tokens = await client.ConnectAsync(session, null, requested);

        Assert.Equal([audience], tokens.Audiences);
    }

    [Theory]
    [InlineData("http://localhost:8080/other")]
    [InlineData("http://localhost:8080/mcpx")]
    [InlineData("http://localhost:8081/mcp/a")]
    [InlineData("https://localhost:8080/mcp/a")]
    [InlineData("http://evil.example/mcp/a")]
    [InlineData("http://localhost:8080/mcp/../admin")]
    [InlineData("http://localhost:8080/mcp/%2e%2e/admin")]
    [InlineData("http://localhost:8080/mcp/a#fragment")]
    [InlineData("http://localhost:8080/mcp/a?query")]
    [InlineData("http://user@localhost:8080/mcp/a")]
    [InlineData("http://localhost:8080/mcp//a")]
    public async Task Unknown_resource_is_refused_to_the_client(string requested)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(client.AuthorizeUrl(Pkce.Create(), null, requested));

        Assert.StartsWith(Client.RedirectUri, answer.Location, StringComparison.Ordinal);
        Assert.Equal("invalid_target", answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
    }

    [Fact]
    public async Task One_unknown_resource_among_known_ones_is_refused()
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(
            client.AuthorizeUrl(Pkce.Create(), null, A, "http://evil.example/mcp"));

        Assert.Equal("invalid_target", answer.Query["error"]);
    }

    [Fact]
    public async Task Token_request_may_narrow_and_a_later_refresh_still_has_all()
    {
        var (client, session) = await ConnectingAsync();
        var pkce = Pkce.Create();
        var redirect = await client.ConsentAsync(session, client.AuthorizeUrl(pkce, null, A, B));

        var narrowed = Tokens.Of(await client.RedeemAsync(redirect.Query["code"], pkce.Verifier, null, $"{A}/"));
        var other = Tokens.Of(await client.RefreshAsync(narrowed.Refresh!, null, B));
        var all = Tokens.Of(await client.RefreshAsync(other.Refresh!));

        Assert.Equal([A], narrowed.Audiences);
        Assert.Equal([B], other.Audiences);
        Assert.Equal([A, B], all.Audiences);
    }

    [Fact]
    public async Task Token_request_must_not_widen()
    {
        var (client, session) = await ConnectingAsync();
        var pkce = Pkce.Create();
        var redirect = await client.ConsentAsync(session, client.AuthorizeUrl(pkce, null, A));

        var widened = await client.RedeemAsync(redirect.Query["code"], pkce.Verifier, null, B);
        var both = await client.RedeemAsync(redirect.Query["code"], pkce.Verifier, null, A, B);
        var granted = Tokens.Of(await client.RedeemAsync(redirect.Query["code"], pkce.Verifier, null, A));
        var refreshed = await client.RefreshAsync(granted.Refresh!, null, B);

        Assert.Equal("invalid_target", widened.Error);
        Assert.Equal("invalid_target", both.Error);
        Assert.Equal("invalid_target", refreshed.Error);
    }

    [Fact]
    public async Task Scope_cannot_widen_at_a_refresh()
    {
        var (client, session) = await ConnectingAsync();
        var tokens = await client.ConnectAsync(session, new() { ["scope"] = "mcp" });

        var answer = await client.RefreshAsync(tokens.Refresh!, new() { ["scope"] = "mcp profile" });

        Assert.Equal("invalid_scope", answer.Error);
    }

    [Fact]
    public async Task Resource_is_required_where_no_default_is_configured()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:DefaultResource"] = "" },
        });
        var client = await Client.RegisterAsync(host);

        var answer = await host.NewBrowser().GetAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.Equal("invalid_target", answer.Query["error"]);
    }

    private async Task<(Client Client, Browser Session)> ConnectingAsync()
    {
        var person = await _host.NewPersonAsync();
        return (await Client.RegisterAsync(_host), await person.SignInAsync());
    }
}
