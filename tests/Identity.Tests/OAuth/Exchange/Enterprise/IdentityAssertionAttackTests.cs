using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Exchange.Enterprise;

/// <summary>Those who would like to be let in by an assertion that is none, or that is not theirs.</summary>
[Collection(ExchangeHost.Name)]
public sealed class IdentityAssertionAttackTests(ExchangeHost exchanges) : IAsyncLifetime
{
    private readonly IdentityHost _host = exchanges.Host;
    private Person _person = null!;

    public async ValueTask InitializeAsync() => _person = await _host.NewPersonAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("https://idp.example/")]
    [InlineData("https://IDP.example")]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:9091")]
    [InlineData(null)]
    public async Task Issuer_that_is_not_trusted_is_refused(string? issuer) =>
        await AssertRefusedAsync(Draft().With("iss", issuer));

    [Theory]
    [InlineData("http://localhost:9091/")]
    [InlineData("http://localhost:9091/connect/token")]
    [InlineData("http://localhost:8080/mcp")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Other_audience_is_refused(string? audience) =>
        await AssertRefusedAsync(Draft().With("aud", audience));

    [Fact]
    public async Task List_of_audiences_has_to_hold_this_server_alone()
    {
        const string Us = "http://localhost:9091";
        await AssertRefusedAsync(Draft().With("aud", Jag.List(Us, "https://other.example")));
        await AssertRefusedAsync(Draft().With("aud", Jag.List("https://other.example", Us)));
        await AssertRefusedAsync(Draft().With("aud", Jag.List(Us, Us)));
        await AssertRefusedAsync(Draft().With("aud", Jag.List()));
        await AssertRefusedAsync(Draft().With("aud", new JsonArray(Us, 1)));
        await AssertRefusedAsync(Draft().With("aud", new JsonObject { ["0"] = Us }));

        Assert.Equal(HttpStatusCode.OK, (await BringAsync(Draft().With("aud", Jag.List(Us)))).Status);
    }

    [Theory]
    [InlineData("signing-desk")]
    [InlineData("DESK")]
    [InlineData(null)]
    public async Task Assertion_for_another_client_is_refused(string? client) =>
        await AssertRefusedAsync(Draft().With("client_id", client));

    [Fact]
    public async Task Client_that_the_issuer_was_not_given_is_refused()
    {
        var answer = await Jag.BringAsync(
            _host, Draft().With("client_id", "unlisted").Sign(exchanges.Key), "unlisted");

        Assert.Equal("unauthorized_client", answer.Error);
    }

    [Theory]
    [InlineData("client_secret_post")]
    [InlineData("none")]
    public async Task Client_that_registered_itself_is_refused(string method)
    {
        var client = await Client.RegisterAsync(_host, authMethod: method);
        var form = Jag.Form(Draft().With("client_id", client.Id).Sign(exchanges.Key), client.Id);
        form["client_secret"] = client.Secret ?? string.Empty;

        var answer = await Assertions.Assertion.TokenAsync(_host, form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(answer.Error, new[] { "unauthorized_client", "invalid_request" });
    }

    [Fact]
    public async Task Client_has_to_prove_itself()
    {
        var draft = Draft();

        var wrong = await Jag.BringAsync(_host, draft.Sign(exchanges.Key), "desk", ("client_secret", "wrong"));
        var none = await Jag.BringAsync(_host, draft.Sign(exchanges.Key), "desk", ("client_secret", ""));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (wrong.Status, wrong.Error));
        Assert.Equal(HttpStatusCode.Unauthorized, none.Status);
        // Neither has spent it.
        Assert.Equal(HttpStatusCode.OK, (await BringAsync(draft)).Status);
    }

    [Theory]
    [InlineData("exp", null)]
    [InlineData("iat", null)]
    [InlineData("exp", -31)]
    [InlineData("exp", 601)]
    [InlineData("exp", 315360000)]
    [InlineData("iat", 60)]
    [InlineData("iat", 315360000)]
    [InlineData("iat", -601)]
    [InlineData("nbf", 60)]
    [InlineData("auth_time", 60)]
    public async Task Times_out_of_bounds_are_refused(string claim, int? seconds) => await AssertRefusedAsync(
        Draft().With(claim, seconds is null ? null : _host.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds.Value));

    [Fact]
    public async Task Times_that_are_no_numbers_are_refused()
    {
        var later = _host.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        await AssertRefusedAsync(Draft().With("exp", $"{later}"));
        await AssertRefusedAsync(Draft().With("exp", 1e300));
        await AssertRefusedAsync(Draft().With("nbf", "yesterday"));
    }

    [Theory]
    [InlineData("jti", null)]
    [InlineData("jti", "")]
    [InlineData("sub", null)]
    [InlineData("sub", "")]
    [InlineData("tenant", "home")]
    [InlineData("authorization_details", "[]")]
    public async Task Claims_that_miss_or_disagree_are_refused(string claim, string? value) =>
        await AssertRefusedAsync(Draft().With(claim, value));

    [Fact]
    public async Task Claim_that_stands_twice_is_refused()
    {
        var draft = Draft().Claims.ToJsonString();
        var twice = draft[..^1] + """,  "client_id": "desk"}""";
        var header = Base64Url.EncodeToString("""{"typ":"oauth-id-jag+jwt","alg":"ES256","kid":"key-1"}"""u8);
        var input = $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(twice))}";

        await AssertRefusedAsync($"{input}.{Base64Url.EncodeToString(exchanges.Key.Sign(input))}");
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("e30.e30.")]
    [InlineData("....")]
    [InlineData("bnVsbA.bnVsbA.AAAA")]
    public async Task What_is_no_token_is_refused(string assertion) => await AssertRefusedAsync(assertion);

    [Fact]
    public async Task Missing_assertion_is_an_invalid_request()
    {
        var form = Jag.Form(string.Empty);
        form.Remove("assertion");

        Assert.Equal("invalid_request", (await Assertions.Assertion.TokenAsync(_host, form)).Error);
    }

    [Fact]
    public async Task Of_many_requests_with_one_assertion_exactly_one_wins()
    {
        var assertion = Draft().Sign(exchanges.Key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Jag.BringAsync(_host, assertion)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Equal("invalid_grant", answer.Error));
    }

    [Fact]
    public async Task Assertion_replay_is_refused_for_as_long_as_it_is_good()
    {
        var draft = Draft();
        Assert.Equal(HttpStatusCode.OK, (await BringAsync(draft)).Status);

        // Another signature over the same assertion, and another assertion under the same id, are the same one.
        await AssertRefusedAsync(draft);
        await AssertRefusedAsync(draft.With("scope", "mcp"));
        Assert.Equal(HttpStatusCode.OK, (await BringAsync(Draft())).Status);
    }

    [Fact]
    public async Task Refusal_spends_nothing()
    {
        var draft = Draft();
        await AssertRefusedAsync(draft.Sign(_ => new byte[64]));
        Assert.Equal("invalid_scope", (await Jag.BringAsync(
            _host, draft.Sign(exchanges.Key), "desk", ("scope", "mcp:admin"))).Error);

        Assert.Equal(HttpStatusCode.OK, (await BringAsync(draft)).Status);
    }

    private TokenDraft Draft() => Jag.Of(_host, _person.Name);

    private Task<Answer> BringAsync(TokenDraft draft) => Jag.BringAsync(_host, draft.Sign(exchanges.Key));

    private Task AssertRefusedAsync(TokenDraft draft) => AssertRefusedAsync(draft.Sign(exchanges.Key));

    private async Task AssertRefusedAsync(string assertion)
    {
        var answer = await Jag.BringAsync(_host, assertion);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, answer.Body);
        Assert.Equal("invalid_grant", answer.Error);
    }
}
