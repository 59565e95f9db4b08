using System.Net;
using McpAspire.Identity.Tests.OAuth.Dpop;
using McpAspire.Identity.Tests.OAuth.Exchange.Enterprise;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Exchange;

/// <summary>Servers that call other servers for the people who call them (RFC 8693).</summary>
[Collection(ExchangeHost.Name)]
public sealed class TokenExchangeTests(ExchangeHost exchanges)
{
    private readonly IdentityHost _host = exchanges.Host;

    [Fact]
    public async Task Server_gets_a_token_for_the_next_server_in_its_own_name()
    {
        var (client, held, person) = await ConnectAsync("openid mcp mcp:read offline_access");

        var answer = await AskAsync(held.Access, ("resource", ExchangeHost.Everything));

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(
            "urn:ietf:params:oauth:token-type:access_token", answer.Json.GetProperty("issued_token_type").GetString());
        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        var tokens = Tokens.Of(answer);
        var claims = tokens.AccessClaims;
        Assert.Equal("at+jwt", tokens.AccessHeader.GetProperty("typ").GetString());
        Assert.Equal("http://localhost:9091", claims.GetProperty("iss").GetString());
        Assert.Equal(person.AccountId.ToString(), claims.GetProperty("sub").GetString());
        Assert.Equal(ExchangeHost.Files, claims.GetProperty("client_id").GetString());
        Assert.Equal(ExchangeHost.Files, claims.GetProperty("act").GetProperty("sub").GetString());
        Assert.False(claims.GetProperty("act").TryGetProperty("act", out _));
        Assert.Equal([ExchangeHost.Everything], tokens.Audiences);
        Assert.Equal("mcp mcp:read", claims.GetProperty("scope").GetString());
        Assert.Equal("mcp mcp:read", tokens.Scope);
        foreach (var claim in (string[])["auth_time", "amr", "acr", "groups"])
            Assert.Equal(held.AccessClaims.GetProperty(claim).GetRawText(), claims.GetProperty(claim).GetRawText());
        Assert.True(claims.GetProperty("exp").GetInt64() <= held.AccessClaims.GetProperty("exp").GetInt64());
        Assert.Null(tokens.Refresh);
        Assert.Null(tokens.Id);
        Assert.Equal(HttpStatusCode.OK, (await client.UserInfoAsync(held.Access)).Status);
    }

    [Fact]
    public async Task Exchange_does_not_raise_the_level_of_what_another_issuer_said()
    {
        var person = await _host.NewPersonAsync();
        var held = Tokens.Of(await Jag.BringAsync(_host, Jag.Of(_host, person.Name)
            .With("resource", ExchangeHost.Files).With("amr", Jag.List("otp", "mfa")).Sign(exchanges.Key)));

        var tokens = Tokens.Of(await AskAsync(held.Access, ("resource", ExchangeHost.Everything)));

        Assert.Equal("""["otp","mfa"]""", tokens.AccessClaims.GetProperty("amr").GetRawText());
        Assert.Equal("urn:mcpaspire:acr:1fa", tokens.AccessClaims.GetProperty("acr").GetString());
    }

    [Fact]
    public async Task Token_that_is_passed_on_names_all_who_did_so()
    {
        var (_, held, _) = await ConnectAsync("mcp", ExchangeHost.Files, ExchangeHost.Everything);
        var first = await AskAsync(held.Access, ("resource", ExchangeHost.Everything));

        var second = await AskAsync(
            Tokens.Of(first).Access, ("client_id", ExchangeHost.Everything), ("resource", ExchangeHost.Everything));

        Assert.True(second.Status == HttpStatusCode.OK, second.Body);
        Assert.Equal(
            $$$"""{"sub":"{{{ExchangeHost.Everything}}}","act":{"sub":"{{{ExchangeHost.Files}}}"}}""",
            Tokens.Of(second).AccessClaims.GetProperty("act").GetRawText());
    }

    [Fact]
    public async Task Scope_can_be_narrowed_and_not_widened()
    {
        var (_, held, _) = await ConnectAsync("mcp mcp:read");

        var narrow = await AskAsync(held.Access, ("resource", ExchangeHost.Everything), ("scope", "mcp:read"));
        var wide = await AskAsync(held.Access, ("resource", ExchangeHost.Everything), ("scope", "mcp mcp:admin"));
        var signIn = await AskAsync(held.Access, ("resource", ExchangeHost.Everything), ("scope", "mcp openid"));

        Assert.Equal("mcp:read", Tokens.Of(narrow).AccessClaims.GetProperty("scope").GetString());
        Assert.Equal("invalid_scope", wide.Error);
        Assert.Equal("invalid_scope", signIn.Error);
    }

    [Theory]
    [InlineData("resource")]
    [InlineData("audience")]
    public async Task Target_has_to_be_one_of_the_client(string parameter)
    {
        var (_, held, _) = await ConnectAsync("mcp");

        var known = await AskAsync(held.Access, (parameter, ExchangeHost.Everything));
        var notOfClient = await AskAsync(held.Access, (parameter, ExchangeHost.Hidden));
        var unknown = await AskAsync(held.Access, (parameter, "https://elsewhere.example/mcp"));
        var none = await AskAsync(held.Access);

        Assert.Equal([ExchangeHost.Everything], Tokens.Of(known).Audiences);
        Assert.Equal("invalid_target", notOfClient.Error);
        Assert.Equal("invalid_target", unknown.Error);
        Assert.Equal("invalid_target", none.Error);
    }

    [Fact]
    public async Task Both_names_of_the_target_count()
    {
        var (_, held, _) = await ConnectAsync("mcp");

        var answer = await AskAsync(
            held.Access, ("resource", ExchangeHost.Everything), ("audience", ExchangeHost.Hidden));

        Assert.Equal("invalid_target", answer.Error);
    }

    [Fact]
    public async Task Client_without_servers_of_its_own_stays_with_those_of_the_token()
    {
        var (_, held, _) = await ConnectAsync("mcp", ExchangeHost.Everything);

        var same = await AskAsync(held.Access, ("client_id", ExchangeHost.Everything));
        var other = await AskAsync(
            held.Access, ("client_id", ExchangeHost.Everything), ("resource", ExchangeHost.Files));

        Assert.Equal([ExchangeHost.Everything], Tokens.Of(same).Audiences);
        Assert.Equal("invalid_target", other.Error);
    }

    [Fact]
    public async Task Exchanged_token_ends_no_later_than_the_one_it_came_from()
    {
        var (_, held, _) = await ConnectAsync("mcp");
        _host.Clock.Advance(TimeSpan.FromMinutes(10));

        var answer = await AskAsync(held.Access, ("resource", ExchangeHost.Everything));

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.InRange(answer.Json.GetProperty("expires_in").GetInt64(), 1, 300);
        Assert.True(Tokens.Of(answer).AccessClaims.GetProperty("exp").GetInt64()
            <= held.AccessClaims.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task Bound_token_needs_the_proof_of_its_key()
    {
        // The files server holds it as its own client: the key is the server's.
        var (key, thief) = (TokenKey.EllipticCurve("dpop"), TokenKey.EllipticCurve("thief"));
        var (_, held, _) = await ConnectAsync("mcp");
        var form = TokenExchange.Form(held.Access, ("resource", ExchangeHost.Everything));
        var bound = await DpopRequest.TokenAsync(_host, form, key);
        Assert.Equal("DPoP", bound.Json.GetProperty("token_type").GetString());
        var again = TokenExchange.Form(Tokens.Of(bound).Access);

        var without = await AskAsync(Tokens.Of(bound).Access);
        var stolen = await DpopRequest.TokenAsync(_host, again, thief);
        var own = await DpopRequest.TokenAsync(_host, again, key);

        Assert.Equal("invalid_dpop_proof", without.Error);
        Assert.Equal("invalid_dpop_proof", stolen.Error);
        Assert.True(own.Status == HttpStatusCode.OK, own.Body);
        Assert.Equal(
            ProofDraft.Thumbprint(key), Tokens.Of(own).AccessClaims.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task Exchange_is_recorded_with_the_client_whose_token_it_was()
    {
        var (client, held, person) = await ConnectAsync("mcp");

        await AskAsync(held.Access, ("resource", ExchangeHost.Everything));

        Assert.Contains(_host.Logs.Lines, line => line.Contains("TokenIssued", StringComparison.Ordinal)
            && line.Contains(person.AccountId.ToString(), StringComparison.Ordinal)
            && line.Contains($"for a token of {client.Id}", StringComparison.Ordinal));
    }

    private Task<(Client Client, Tokens Tokens, Person Person)> ConnectAsync(string scope, params string[] resources) =>
        TokenExchange.ConnectAsync(_host, scope, resources.Length > 0 ? resources : [ExchangeHost.Files]);

    private Task<Answer> AskAsync(string token, params (string, string)[] others) =>
        TokenExchange.AskAsync(_host, token, others);
}
