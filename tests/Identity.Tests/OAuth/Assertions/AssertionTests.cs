using System.Net;
using System.Text;
using McpAspire.Identity.Tests.Clients.Configured;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Assertions;

/// <summary>Clients that prove themselves by a signature (RFC 7523), and those who try to pass for them.</summary>
[Collection(ConfiguredHost.Name)]
public sealed class AssertionTests(ConfiguredHost configured)
{
    private readonly IdentityHost _host = configured.Host;

    [Fact]
    public async Task Good_assertion_is_accepted()
    {
        var answer = await SendAsync(Draft());

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task Keys_of_both_kinds_are_accepted(string algorithm)
    {
        var assertion = Assertion.Of(_host, "other-robot").WithHeader("alg", algorithm).Sign(configured.OtherKey);

        var answer = await SendAsync(assertion);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
    }

    [Fact]
    public async Task Assertion_replay_is_refused()
    {
        var assertion = Draft().Sign(configured.RobotKey);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SendAsync(assertion)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (answer.Status, answer.Error)));
    }

    [Fact]
    public async Task Assertion_with_a_bad_signature_does_not_spend_the_good_one()
    {
        var draft = Draft();
        var forged = draft.Sign(_ => new byte[64]);
        var good = Draft().With("jti", (string?)draft.Claims["jti"]).Sign(configured.RobotKey);

        Assert.Equal("invalid_client", (await SendAsync(forged)).Error);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(good)).Status);
    }

    [Theory]
    [InlineData("http://evil.example/connect/token")]
    [InlineData("http://evil.example")]
    [InlineData("http://localhost:9091/")]
    [InlineData("http://localhost:9091/connect/token")]
    [InlineData("http://localhost:9091/connect/token/")]
    [InlineData("http://localhost:9092/connect/token")]
    [InlineData("")]
    public async Task Assertion_for_another_audience_is_refused(string audience) =>
        await AssertRefusedAsync(Draft(audience).Sign(configured.RobotKey));

    [Fact]
    public async Task Assertion_for_several_audiences_is_refused() => await AssertRefusedAsync(
        Draft().With("aud", new System.Text.Json.Nodes.JsonArray("http://localhost:9091", "http://evil.example"))
            .Sign(configured.RobotKey));

    [Fact]
    public async Task Alg_none_is_refused() =>
        await AssertRefusedAsync(Draft().WithHeader("alg", "none").Sign(_ => []));

    [Fact]
    public async Task Public_key_as_a_shared_secret_is_refused() => await AssertRefusedAsync(
        Draft().WithHeader("alg", "HS256").Sign(input => System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.ASCII.GetBytes(configured.RobotKey.ToPublicPem()), Encoding.ASCII.GetBytes(input))));

    [Fact]
    public async Task Key_of_another_client_is_refused() =>
        await AssertRefusedAsync(Draft().Sign(configured.OtherKey));

    [Fact]
    public async Task Key_that_the_assertion_brings_along_is_refused()
    {
        using var own = TokenKey.EllipticCurve("robot-1");

        await AssertRefusedAsync(Draft().WithHeader("jwk", own.ToJwk()).Sign(own));
    }

    [Fact]
    public async Task Mixed_up_clients_are_refused()
    {
        var assertion = Assertion.Of(_host, "other-robot").Sign(configured.OtherKey);

        var answer = await Assertion.TokenAsync(_host, Assertion.Form(
            assertion, ("grant_type", "client_credentials"), ("client_id", "robot")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_grant", answer.Error);
    }

    [Theory]
    [InlineData("exp", null)]
    [InlineData("exp", -31)]
    [InlineData("exp", 331)]
    [InlineData("exp", 315360000)]
    [InlineData("nbf", 60)]
    [InlineData("iat", 60)]
    public async Task Times_out_of_bounds_are_refused(string claim, int? seconds) => await AssertRefusedAsync(Draft()
        .With(claim, seconds is null ? null : _host.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds.Value)
        .Sign(configured.RobotKey));

    [Theory]
    [InlineData("jti", null)]
    [InlineData("jti", "")]
    [InlineData("iss", "other-robot")]
    [InlineData("sub", "other-robot")]
    [InlineData("sub", null)]
    [InlineData("iss", null)]
    public async Task Claims_that_miss_or_disagree_are_refused(string claim, string? value) =>
        await AssertRefusedAsync(Draft().With(claim, value).Sign(configured.RobotKey));

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("oauth-id-jag+jwt")]
    public async Task Token_for_something_else_is_refused(string type) =>
        await AssertRefusedAsync(Draft().WithHeader("typ", type).Sign(configured.RobotKey));

    [Fact]
    public async Task Critical_header_is_refused() => await AssertRefusedAsync(Draft()
        .WithHeader("crit", new System.Text.Json.Nodes.JsonArray("exp")).Sign(configured.RobotKey));

    [Theory]
    [InlineData("not a token")]
    [InlineData("e30.e30.")]
    [InlineData("....")]
    public async Task What_is_no_token_is_refused(string assertion) => await AssertRefusedAsync(assertion);

    [Fact]
    public async Task Other_type_of_assertion_is_refused()
    {
        var form = Assertion.Form(Draft().Sign(configured.RobotKey), ("grant_type", "client_credentials"));
        form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer";

        var answer = await Assertion.TokenAsync(_host, form);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task Client_with_keys_needs_them()
    {
        var answer = await Assertion.TokenAsync(_host, new()
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "robot",
        });

        Assert.Equal("invalid_client", answer.Error);
    }

    private TokenDraft Draft(string? audience = null) => Assertion.Of(_host, "robot", audience);

    private Task<Answer> SendAsync(TokenDraft draft) => SendAsync(draft.Sign(configured.RobotKey));

    private Task<Answer> SendAsync(string assertion) =>
        Assertion.TokenAsync(_host, Assertion.Form(assertion, ("grant_type", "client_credentials")));

    private async Task AssertRefusedAsync(string assertion)
    {
        var answer = await SendAsync(assertion);

        Assert.True("invalid_client" == answer.Error, answer.Body);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }
}
