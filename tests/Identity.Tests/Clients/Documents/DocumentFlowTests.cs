using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.OAuth.Pushed;
using McpAspire.Identity.Tests.Outbound;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>A client that nobody registered connects, by nothing but the address of its document.</summary>
[Collection(DocumentHost.Name)]
public sealed class DocumentFlowTests(DocumentHost documents)
{
    private readonly IdentityHost _host = documents.Host;
    private readonly HttpsSite _site = documents.Site;

    [Fact]
    public async Task Authorize_consent_code_and_refresh_with_one_fetch()
    {
        var described = Described.At(_site);
        var client = described.On(_host);
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        var tokens = await client.ConnectAsync(session);
        var refreshed = Tokens.Of(await client.RefreshAsync(tokens.Refresh!));
        var who = await client.UserInfoAsync(refreshed.Access);

        Assert.Equal(described.Id, refreshed.AccessClaims.GetProperty("client_id").GetString());
        Assert.Equal(person.AccountId.ToString(), who.Json.GetProperty("sub").GetString());
        Assert.Equal(1, described.Fetches);
    }

    [Fact]
    public async Task Native_client_picks_its_port_when_it_starts()
    {
        var described = Described.At(_site, "http://localhost/callback");
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var tokens = await described.On(_host, "http://localhost:49321/callback").ConnectAsync(session);

        Assert.NotNull(tokens.Refresh);
    }

    [Fact]
    public async Task Pushed_request_reads_the_document()
    {
        var described = Described.At(_site);
        var client = described.On(_host);
        var pkce = Pkce.Create();
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var pushed = await new PushingClient(_host, client).PushAsync(pkce);
        Assert.True(pushed.Status == HttpStatusCode.Created, pushed.Body);
        var redirect = await client.ConsentAsync(
            session, PushingClient.AddressOf(pushed, Uri.EscapeDataString(client.Id)));
        var answer = await client.RedeemAsync(redirect.Query["code"], pkce.Verifier);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(1, described.Fetches);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_with_keys_has_to_prove_itself(bool atAnAddress)
    {
        using var key = TokenKey.EllipticCurve("described-1");
        using var other = TokenKey.EllipticCurve("described-1");
        var described = Described.At(_site).With("token_endpoint_auth_method", "private_key_jwt");
        if (atAnAddress)
        {
            _site.Serve($"{described.Path}/keys", TokenKey.Jwks(key));
            described.With("jwks_uri", $"{described.Id}/keys").Publish();
        }
        else
        {
            described.With("jwks", JsonNode.Parse(TokenKey.Jwks(key))).Publish();
        }

        var client = described.On(_host);
        var pkce = Pkce.Create();
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var redirect = await client.ConsentAsync(session, client.AuthorizeUrl(pkce));
        var code = redirect.Query["code"];

        var bare = await client.RedeemAsync(code, pkce.Verifier);
        var forged = await client.RedeemAsync(code, pkce.Verifier, Proof(other));
        var good = await client.RedeemAsync(code, pkce.Verifier, Proof(key));

        Assert.Equal("invalid_client", bare.Error);
        Assert.Equal("invalid_client", forged.Error);
        Assert.True(good.Status == HttpStatusCode.OK, good.Body);

        Dictionary<string, string?> Proof(TokenKey by) => new()
        {
            ["client_assertion_type"] = Assertion.Type,
            ["client_assertion"] = Assertion.Of(_host, client.Id).Sign(by),
        };
    }

    [Fact]
    public async Task Consent_page_names_the_host_of_the_client_and_that_of_the_answer()
    {
        var described = Described.At(_site);

        var page = await AskAsync(described.On(_host));

        Assert.Contains("Described app", page, StringComparison.Ordinal);
        Assert.Contains(
            $"<strong id=\"client-host\">localhost:{_site.Port}</strong>", page, StringComparison.Ordinal);
        Assert.Contains("<strong id=\"redirect-host\">app.example</strong>", page, StringComparison.Ordinal);
        Assert.Contains("goes to another address than the one", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_page_warns_of_a_client_on_the_own_device_whose_document_anybody_can_name()
    {
        var described = Described.At(_site, "http://127.0.0.1/callback");

        var page = await AskAsync(described.On(_host, "http://127.0.0.1:4711/callback"));

        Assert.Contains("Any program there could have", page, StringComparison.Ordinal);
        Assert.Contains($"also under that of localhost:{_site.Port}.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connected_applications_show_the_host()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        await Described.At(_site).On(_host).ConnectAsync(session);

        var page = (await session.GetAsync("/applications")).Body;

        Assert.Contains($"<dd>localhost:{_site.Port}</dd>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task Metadata_says_that_documents_are_read(string path)
    {
        using var http = _host.NewClient();

        var document = (await http.AskAsync(path)).Json;

        Assert.True(document.GetProperty("client_id_metadata_document_supported").GetBoolean());
    }

    private async Task<string> AskAsync(Client client)
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var asked = await session.GetAsync(client.AuthorizeUrl(Pkce.Create()));
        Assert.StartsWith("/consent", asked.Location, StringComparison.Ordinal);
        return (await session.GetAsync(asked.Location)).Body;
    }
}
