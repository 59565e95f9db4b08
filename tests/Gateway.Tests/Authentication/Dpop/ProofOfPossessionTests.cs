using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Authentication.Dpop;

public sealed class ProofOfPossessionTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private static readonly TokenKey Key = TokenKey.EllipticCurve("proof");
    private static readonly TokenKey Thief = TokenKey.EllipticCurve("thief");

    private static readonly Dictionary<string, (Func<string, string?> Make, string Error)> Attacks = new()
    {
        ["no proof"] = (_ => null, "invalid_dpop_proof"),
        ["two in one header"] = (token => $"{Proof(token).Sign()},{Proof(token).Sign()}", "invalid_dpop_proof"),
        ["no JWT"] = (_ => "abc", "invalid_dpop_proof"),
        ["typ of an access token"] = (token => Proof(token).WithHeader("typ", "at+jwt").Sign(), "invalid_dpop_proof"),
        ["alg none"] = (token => Proof(token).WithHeader("alg", "none").Sign(_ => []), "invalid_dpop_proof"),
        ["private key"] = (token => Proof(token).WithKey("d", "AAAA").Sign(), "invalid_dpop_proof"),
        ["certificate"] = (token => Proof(token).WithHeader("x5c", new JsonArray("AA")).Sign(), "invalid_dpop_proof"),
        ["signed by another key"] = (token => Proof(token).Sign(input => Thief.Sign(input)), "invalid_dpop_proof"),
        ["another key"] = (token => Proof(token, Thief).Sign(), "invalid_token"),
        ["other method"] = (token => Proof(token).With("htm", "GET").Sign(), "invalid_dpop_proof"),
        ["other server"] = (token => Proof(token).With("htu", "http://localhost:8080/mcp/other").Sign(),
            "invalid_dpop_proof"),
        ["other host"] = (token => Proof(token).With("htu", "http://evil.example/mcp/everything").Sign(),
            "invalid_dpop_proof"),
        ["no token hash"] = (token => Proof(token).With("ath", null).Sign(), "invalid_dpop_proof"),
        ["hash of another token"] = (_ => Proof("another").Sign(), "invalid_dpop_proof"),
        ["stale"] = (token => Proof(token).With("iat", Now.ToUnixTimeSeconds() - 95).Sign(), "invalid_dpop_proof"),
        ["from the future"] =
            (token => Proof(token).With("iat", Now.ToUnixTimeSeconds() + 90).Sign(), "invalid_dpop_proof"),
        ["foreign nonce"] = (token => Proof(token).With("nonce", "abc").Sign(), "use_dpop_nonce"),
    };

    public static TheoryData<string> AttackNames => [.. Attacks.Keys];

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Theory]
    [MemberData(nameof(AttackNames))]
    public async Task A_bound_token_opens_nothing_with(string attack)
    {
        var token = BoundToken();

        using var response = await AskAsync(Gateway, "DPoP", token, Attacks[attack].Make(token));

        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
        Assert.StartsWith(
            $"DPoP error=\"{Attacks[attack].Error}\"",
            response.Headers.WwwAuthenticate.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_token_passes_with_its_proof_once_and_the_backend_sees_none_of_it()
    {
        var token = BoundToken();
        var proof = Proof(token).Sign();

        using var first = await AskAsync(Gateway, "DPoP", token, proof);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var received = Assert.Single(Gateway.Backend.Received);
        Assert.DoesNotContain(
            received.Headers, header => header.Key.Equals("DPoP", StringComparison.OrdinalIgnoreCase));
        Gateway.Backend.Received.Clear();

        using var replayed = await AskAsync(Gateway, "DPoP", token, proof);
        await IsRefusedAsync(replayed, HttpStatusCode.Unauthorized);
        using var next = await AskAsync(Gateway, "dpop", token, Proof(token).Sign());
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_bound_token_is_no_bearer_token()
    {
        var token = BoundToken();
        using var response = await AskAsync(Gateway, "Bearer", token, null);
        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
        Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString());

        using var withProof = await AskAsync(Gateway, "Bearer", token, Proof(token).Sign());
        await IsRefusedAsync(withProof, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_plain_token_is_none_of_the_scheme_DPoP()
    {
        var token = Gateway.Issuer.Token();
        using var response = await AskAsync(Gateway, "DPoP", token, Proof(token).Sign());
        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_is_bound_to_something_else_is_refused()
    {
        var token = Gateway.Issuer.Draft().With("cnf", new JsonObject { ["x5t#S256"] = "AAAA" })
            .Sign(Gateway.Issuer.Key);
        using var response = await AskAsync(Gateway, "Bearer", token, null);
        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Where_nonces_are_required_a_client_is_given_one()
    {
        await using var gateway = await GatewayHost.StartAsync(
            new() { ["Mcp:Authorization:Dpop:RequireNonce"] = "true" });
        var token = BoundToken(gateway);

        using var asked = await AskAsync(gateway, "DPoP", token, Proof(token).Sign());
        Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
        var nonce = Assert.Single(asked.Headers.GetValues("DPoP-Nonce"));
        using var answered = await AskAsync(gateway, "DPoP", token, Proof(token).With("nonce", nonce).Sign());

        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    private static ProofDraft Proof(string token, TokenKey? key = null) =>
        new(key ?? Key, "POST", GatewayHost.Resource, Now, token);

    private static async Task<HttpResponseMessage> AskAsync(
        GatewayHost gateway, string scheme, string token, string? proof)
    {
        var client = gateway.CreateClient();
        using var request = Rpc.Post(Rpc.LegacyCall, ("Authorization", $"{scheme} {token}"));
        if (proof is not null)
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        return await client.AskAsync(request);
    }

    private string BoundToken(GatewayHost? gateway = null) => BoundToken((gateway ?? Gateway).Issuer);

    private static string BoundToken(ScriptedIssuer issuer) => issuer.Draft()
        .With("cnf", new JsonObject { ["jkt"] = ProofDraft.Thumbprint(Key) }).Sign(issuer.Key);
}
