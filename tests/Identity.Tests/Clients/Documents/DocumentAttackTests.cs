using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Identity.Tests.Outbound;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>Documents that would make somebody another client, or this service somebody's tool.</summary>
[Collection(DocumentHost.Name)]
public sealed class DocumentAttackTests(DocumentHost documents)
{
    private readonly IdentityHost _host = documents.Host;
    private readonly HttpsSite _site = documents.Site;

    [Theory]
    [InlineData("client_id", null)]
    [InlineData("client_id", "\"https://claude.ai/oauth/claude-code-client-metadata\"")]
    [InlineData("client_id", "[\"a\"]")]
    [InlineData("client_name", null)]
    [InlineData("client_name", "\" \"")]
    [InlineData("client_name", "\"Bank \\u202e\"")]
    [InlineData("redirect_uris", null)]
    [InlineData("redirect_uris", "[]")]
    [InlineData("redirect_uris", "\"https://app.example/callback\"")]
    [InlineData("redirect_uris", "[\"https://app.example/callback\", \"javascript:alert(1)\"]")]
    [InlineData("redirect_uris", "[\"https://app.example/callback\", \"http://evil.example/callback\"]")]
    [InlineData("redirect_uris", "[\"https://app.example/callback\", \"http://localhost:9091/anything\"]")]
    [InlineData("client_secret", "\"a secret that everybody can read\"")]
    [InlineData("client_secret_expires_at", "0")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_basic\"")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_post\"")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_jwt\"")]
    [InlineData("token_endpoint_auth_method", "\"tls_client_auth\"")]
    [InlineData("token_endpoint_auth_method", "\"private_key_jwt\"")]
    [InlineData("grant_types", "[\"client_credentials\"]")]
    [InlineData("response_types", "[\"token\"]")]
    public async Task Document_that_breaks_a_rule_describes_nobody(string member, string? json)
    {
        var described = Described.At(_site).With(member, json is null ? null : JsonNode.Parse(json)).Publish();

        await AssertRefusedAsync(described.On(_host));
    }

    [Fact]
    public async Task Address_of_a_document_in_another_spelling_is_not_that_client()
    {
        var described = Described.At(_site);
        var other = $"{described.Id}?";
        _site.Serve(described.Path, described.Document.ToJsonString());

        await AssertRefusedAsync(new Client(_host, other, null, Described.Web));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("")]
    [InlineData("{\"client_id\":\"ID\",\"client_id\":\"ID\",\"client_name\":\"A\",\"redirect_uris\":[\"URI\"]}")]
    [InlineData("{\"client_id\":\"ID\",\"client_name\":\"A\",\"redirect_uris\":[\"URI\"]} {}")]
    public async Task Body_that_is_no_object_of_metadata_is_refused(string body)
    {
        var described = Described.At(_site);
        _site.Serve(described.Path, body.Replace("ID", described.Id, StringComparison.Ordinal)
            .Replace("URI", Described.Web, StringComparison.Ordinal));

        await AssertRefusedAsync(described.On(_host));
    }

    [Fact]
    public async Task Document_that_is_too_long_is_refused()
    {
        var described = Described.At(_site);
        var padding = 5120 - described.With("x", "").Document.ToJsonString().Length;
        described.With("x", new string('x', padding)).Publish();
        var longer = Described.At(_site);
        longer.With("x", new string('x', padding + 1)).Publish();

        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var fits = await session.GetAsync(described.On(_host).AuthorizeUrl(Pkce.Create()));

        Assert.StartsWith("/consent", fits.Location, StringComparison.Ordinal);
        await AssertRefusedAsync(longer.On(_host));
    }

    [Fact]
    public async Task Redirect_to_a_good_document_is_not_followed()
    {
        var good = Described.At(_site);
        var open = Described.At(_site);
        _site.Serve(open.Path, context =>
        {
            context.Response.Redirect(good.Id);
            return Task.CompletedTask;
        });

        await AssertRefusedAsync(open.On(_host));

        Assert.Equal(0, good.Fetches);
    }

    [Fact]
    public async Task Page_that_is_no_json_is_refused()
    {
        var described = Described.At(_site);
        _site.Serve(described.Path, described.Document.ToJsonString(), "text/html");

        await AssertRefusedAsync(described.On(_host));
    }

    [Theory]
    [InlineData("https://app.example/callback/")]
    [InlineData("https://app.example/callback?x")]
    [InlineData("https://app.example/Callback")]
    [InlineData("https://APP.example/callback")]
    [InlineData("https://app.example:8443/callback")]
    [InlineData("https://evil.example/callback")]
    [InlineData("http://127.0.0.1:5555/callback")]
    public async Task Redirect_address_that_is_not_in_the_document_gets_nothing(string redirectUri)
    {
        var described = Described.At(_site);

        await AssertRefusedAsync(described.On(_host, redirectUri));
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_leave_the_client_out()
    {
        using var key = TokenKey.EllipticCurve("key-1");
        var absent = Described.At(_site).With("token_endpoint_auth_method", "private_key_jwt");
        absent.With("jwks_uri", $"{absent.Id}/keys").Publish();
        var both = Described.At(_site).With("token_endpoint_auth_method", "private_key_jwt")
            .With("jwks", JsonNode.Parse(TokenKey.Jwks(key)));
        both.With("jwks_uri", $"{both.Id}/keys").Publish();
        var plain = Described.At(_site).With("token_endpoint_auth_method", "private_key_jwt")
            .With("jwks_uri", "http://localhost/keys").Publish();

        await AssertRefusedAsync(absent.On(_host));
        await AssertRefusedAsync(both.On(_host));
        await AssertRefusedAsync(plain.On(_host));
    }

    [Fact]
    public async Task Error_of_a_known_client_still_goes_to_the_client()
    {
        var client = Described.At(_site).On(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var refused = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { ["scope"] = "unknown" }));

        Assert.StartsWith(Described.Web, refused.Location, StringComparison.Ordinal);
        Assert.Equal("invalid_scope", refused.Query["error"]);
        Assert.Equal("the-state", refused.Query["state"]);
    }

    [Fact]
    public async Task Unknown_client_at_the_token_endpoint_gets_an_error_of_the_protocol()
    {
        var client = new Client(_host, _site.UrlOf("/clients/nobody"), null, Described.Web);

        var answer = await client.RedeemAsync("code", "verifier");

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (answer.Status, answer.Error));
    }

    /// <summary>A page for the person, and not a redirect to whoever sent the request.</summary>
    private async Task AssertRefusedAsync(Client client)
    {
        var answer = await _host.NewBrowser().GetAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{answer.Status}: {answer.Body}");
        Assert.Contains("<h1>The application asked for something impossible</h1>", answer.Body, StringComparison.Ordinal);
    }
}
