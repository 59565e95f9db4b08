using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.OAuth.Dpop;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Exchange.Enterprise;

/// <summary>What clients get for the word of a trusted identity provider (ID-JAG), and what they do not.</summary>
[Collection(ExchangeHost.Name)]
public sealed class IdentityAssertionTests(ExchangeHost exchanges)
{
    private readonly IdentityHost _host = exchanges.Host;

    [Fact]
    public async Task Assertion_gives_a_token_of_the_person_for_the_resource_that_it_names()
    {
        var person = await _host.NewPersonAsync("family");
        var signedInAt = _host.Clock.GetUtcNow().AddHours(-2).ToUnixTimeSeconds();
        var draft = Jag.Of(_host, person.Name).With("auth_time", signedInAt).With("amr", Jag.List("mfa", "hwk"));

        var answer = await BringAsync(draft);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        var tokens = Tokens.Of(answer);
        Assert.Equal(person.AccountId.ToString(), tokens.AccessClaims.GetProperty("sub").GetString());
        Assert.Equal("desk", tokens.AccessClaims.GetProperty("client_id").GetString());
        Assert.Equal([ExchangeHost.Everything], tokens.Audiences);
        Assert.Equal("mcp mcp:read", tokens.AccessClaims.GetProperty("scope").GetString());
        Assert.Equal(signedInAt, tokens.AccessClaims.GetProperty("auth_time").GetInt64());
        Assert.Equal("""["mfa","hwk"]""", tokens.AccessClaims.GetProperty("amr").GetRawText());
        Assert.Equal("""["family"]""", tokens.AccessClaims.GetProperty("groups").GetRawText());
        Assert.Equal("mcp mcp:read", tokens.Scope);
        Assert.Equal(ExchangeHost.Everything, answer.Json.GetProperty("resource").GetString());
        Assert.Null(tokens.Refresh);
        Assert.Null(tokens.Id);
    }

    [Theory]
    [InlineData("otp")]
    [InlineData("hwk", "swk", "rec", "mfa")]
    public async Task Issuer_does_not_raise_the_level_of_a_sign_in_by_what_it_says_of_methods(params string[] methods)
    {
        var person = await _host.NewPersonAsync();

        var tokens = Tokens.Of(await BringAsync(Jag.Of(_host, person.Name).With("amr", Jag.List(methods))
            .With("acr", "urn:mcpaspire:acr:2fa")));

        Assert.Equal("urn:mcpaspire:acr:1fa", tokens.AccessClaims.GetProperty("acr").GetString());
    }

    [Theory]
    [InlineData("urn:mcpaspire:acr:2fa", "pwd", "mfa")]
    [InlineData("urn:mcpaspire:acr:1fa", "otp")]
    [InlineData("urn:mcpaspire:acr:1fa")]
    public async Task Issuer_that_is_believed_about_second_factors_has_to_name_several(
        string level, params string[] methods)
    {
        var draft = Jag.Of(_host, "linked-person", ExchangeHost.LinkIssuer)
            .With("sub", "linked-subject").With("tenant", "home").With("amr", Jag.List(methods));
        await Jag.ChangeAsync(_host, "linked-person", _ => { });

        var tokens = Tokens.Of(await Jag.BringAsync(_host, draft.Sign(exchanges.LinkKey)));

        Assert.Equal(level, tokens.AccessClaims.GetProperty("acr").GetString());
    }

    [Fact]
    public async Task What_the_assertion_does_not_tell_the_token_does_not_claim()
    {
        var tokens = Tokens.Of(await BringAsync(Jag.Of(_host, (await _host.NewPersonAsync()).Name)));

        Assert.False(tokens.AccessClaims.TryGetProperty("auth_time", out _));
        Assert.False(tokens.AccessClaims.TryGetProperty("amr", out _));
    }

    [Fact]
    public async Task Client_that_signs_its_requests_is_served_as_well()
    {
        var person = await _host.NewPersonAsync();
        var assertion = Jag.Of(_host, person.Name).With("client_id", "signing-desk").Sign(exchanges.RsaKey);

        var answer = await Assertion.TokenAsync(_host, Assertion.Form(
            Assertion.Of(_host, "signing-desk").Sign(exchanges.SigningClientKey),
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("assertion", assertion)));

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
    }

    [Theory]
    [InlineData(null, "mcp", "mcp")]
    [InlineData("mcp:read", "mcp mcp:read", "mcp:read")]
    [InlineData(null, "mcp mcp:admin openid offline_access of:the:issuer", "mcp")]
    [InlineData(null, null, "mcp")]
    public async Task Scopes_are_those_of_assertion_issuer_and_request_alike(
        string? asked, string? asserted, string given)
    {
        var draft = Jag.Of(_host, (await _host.NewPersonAsync()).Name).With("scope", asserted);

        var answer = await BringAsync(draft, asked is null ? [] : [("scope", asked)]);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(given, Tokens.Of(answer).AccessClaims.GetProperty("scope").GetString());
        Assert.Null(Tokens.Of(answer).Refresh);
        Assert.Null(Tokens.Of(answer).Id);
    }

    [Theory]
    [InlineData("mcp:read", "mcp")]
    [InlineData("mcp openid", "mcp openid")]
    [InlineData("mcp:admin", "mcp:admin")]
    [InlineData(null, "mcp:admin")]
    [InlineData(null, "of:the:issuer")]
    public async Task Wider_scope_is_refused(string? asked, string asserted)
    {
        var draft = Jag.Of(_host, (await _host.NewPersonAsync()).Name).With("scope", asserted);

        var answer = await BringAsync(draft, asked is null ? [] : [("scope", asked)]);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Resource_can_be_narrowed()
    {
        var draft = Jag.Of(_host, (await _host.NewPersonAsync()).Name)
            .With("resource", Jag.List(ExchangeHost.Everything, ExchangeHost.Files));

        var answer = await BringAsync(draft, ("resource", ExchangeHost.Files));

        Assert.Equal([ExchangeHost.Files], Tokens.Of(answer).Audiences);
        Assert.Equal(ExchangeHost.Files, answer.Json.GetProperty("resource").GetString());
    }

    [Fact]
    public async Task Wider_resource_is_refused()
    {
        var person = await _host.NewPersonAsync();

        var unasserted = await BringAsync(Jag.Of(_host, person.Name), ("resource", ExchangeHost.Files));
        var notOfClient = await BringAsync(Jag.Of(_host, person.Name).With("resource", ExchangeHost.Hidden));
        var unknown = await BringAsync(Jag.Of(_host, person.Name).With("resource", "https://elsewhere.example/mcp"));
        var partlyUnknown = await BringAsync(Jag.Of(_host, person.Name)
            .With("resource", Jag.List(ExchangeHost.Everything, "https://elsewhere.example/mcp")));
        var none = await BringAsync(Jag.Of(_host, person.Name).With("resource", null));
        var nested = await BringAsync(Jag.Of(_host, person.Name).With("resource", new JsonObject()));

        Assert.Equal("invalid_target", unasserted.Error);
        Assert.Equal("invalid_target", notOfClient.Error);
        Assert.Equal("invalid_grant", unknown.Error);
        Assert.Equal("invalid_grant", partlyUnknown.Error);
        Assert.Equal("invalid_grant", none.Error);
        Assert.Equal("invalid_grant", nested.Error);
    }

    [Fact]
    public async Task Bound_assertion_needs_the_proof_of_its_key_and_gives_a_bound_token()
    {
        var person = await _host.NewPersonAsync();
        var (key, thief) = (TokenKey.EllipticCurve("dpop"), TokenKey.EllipticCurve("thief"));
        var draft = Jag.Of(_host, person.Name).With("cnf", new JsonObject
        {
            ["jkt"] = ProofDraft.Thumbprint(key),
        });
        var assertion = draft.Sign(exchanges.Key);

        var without = await Jag.BringAsync(_host, assertion);
        var stolen = await DpopRequest.TokenAsync(_host, Jag.Form(assertion), thief);
        var own = await DpopRequest.TokenAsync(_host, Jag.Form(assertion), key);

        Assert.Equal("invalid_grant", without.Error);
        Assert.Equal("invalid_grant", stolen.Error);
        Assert.True(own.Status == HttpStatusCode.OK, own.Body);
        Assert.Equal("DPoP", own.Json.GetProperty("token_type").GetString());
        Assert.Equal(
            ProofDraft.Thumbprint(key), Tokens.Of(own).AccessClaims.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task Binding_of_another_kind_is_fulfilled_by_nobody()
    {
        var draft = Jag.Of(_host, (await _host.NewPersonAsync()).Name)
            .With("cnf", new JsonObject { ["x5t#S256"] = "something" });

        Assert.Equal("invalid_grant", (await BringAsync(draft)).Error);
    }

    [Fact]
    public async Task Issuing_is_recorded_with_the_issuer_and_nothing_of_the_assertion()
    {
        var person = await _host.NewPersonAsync();
        var assertion = Jag.Of(_host, person.Name).Sign(exchanges.Key);

        await Jag.BringAsync(_host, assertion);

        Assert.Contains(_host.Logs.Lines, line => line.Contains("TokenIssued", StringComparison.Ordinal)
            && line.Contains(person.AccountId.ToString(), StringComparison.Ordinal)
            && line.Contains(ExchangeHost.Issuer, StringComparison.Ordinal));
        Assert.DoesNotContain(
            _host.Logs.Lines, line => line.Contains(assertion.Split('.')[2], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metadata_names_the_grant_and_its_profile()
    {
        var metadata = (await _host.NewClient().AskAsync("/.well-known/oauth-authorization-server")).Json;

        Assert.Contains(
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            metadata.GetProperty("grant_types_supported").EnumerateArray().Select(it => it.GetString()));
        Assert.Equal(
            """["urn:ietf:params:oauth:grant-profile:id-jag"]""",
            metadata.GetProperty("authorization_grant_profiles_supported").GetRawText());
    }

    private Task<Answer> BringAsync(TokenDraft draft, params (string, string)[] others) =>
        Jag.BringAsync(_host, draft.Sign(exchanges.Key), "desk", others);
}
