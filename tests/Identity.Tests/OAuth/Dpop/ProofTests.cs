using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Dpop;

/// <summary>What is no proof: refused before the code is spent.</summary>
public sealed class ProofTests(SharedIdentity identity)
{
    private static readonly TokenKey Other = TokenKey.EllipticCurve("other");
    private static readonly TokenKey Rsa = TokenKey.Rsa("rsa");
    private static readonly TokenKey Weak = TokenKey.Rsa("weak", 1024);

    private static readonly Dictionary<string, Func<DpopClient, ProofDraft, string>> Worthless = new()
    {
        ["no JWT"] = (_, _) => "abc",
        ["too large"] = (_, draft) => draft.With("more", new string('a', 5000)).Sign(),
        ["two in one header"] = (_, draft) => $"{draft.Sign()},{draft.Sign()}",
        ["typ JWT"] = (_, draft) => draft.WithHeader("typ", "JWT").Sign(),
        ["typ missing"] = (_, draft) => draft.WithHeader("typ", null).Sign(),
        ["typ at+jwt"] = (_, draft) => draft.WithHeader("typ", "at+jwt").Sign(),
        ["alg none"] = (_, draft) => draft.WithHeader("alg", "none").Sign(_ => []),
        ["alg HS256 with the public key"] = (client, draft) => draft.WithHeader("alg", "HS256").Sign(input =>
            System.Security.Cryptography.HMACSHA256.HashData(
                Encoding.ASCII.GetBytes(client.Key.ToPublicPem()), Encoding.ASCII.GetBytes(input))),
        ["alg of another key type"] = (_, draft) => draft.WithHeader("alg", "RS256").Sign(),
        ["alg ES384"] = (_, draft) => draft.WithHeader("alg", "ES384").Sign(),
        ["private key"] = (_, draft) => draft.WithKey("d", "AAAA").Sign(),
        ["symmetric key"] = (_, draft) => draft.WithKey("k", "AAAA").Sign(),
        ["certificate in the key"] = (_, draft) => draft.WithKey("x5c", new JsonArray("AAAA")).Sign(),
        ["certificate instead of a key"] = (_, draft) =>
            draft.WithHeader("jwk", null).WithHeader("x5c", new JsonArray("AAAA")).Sign(),
        ["address of a key"] = (_, draft) => draft.WithHeader("jku", "https://evil.example/jwks").Sign(),
        ["crit"] = (_, draft) => draft.WithHeader("crit", new JsonArray("b64")).Sign(),
        ["no key"] = (_, draft) => draft.WithHeader("jwk", null).Sign(),
        ["point beside the curve"] = (_, draft) => draft.WithKey("x", new string('A', 43)).Sign(),
        ["key of 1024 bits"] = (client, _) => client.Proof(Weak).Sign(),
        ["signed by another key"] = (_, draft) => draft.Sign(input => Other.Sign(input)),
        ["no signature"] = (_, draft) => draft.Sign(_ => []),
        ["other method"] = (_, draft) => draft.With("htm", "GET").Sign(),
        ["method in small letters"] = (_, draft) => draft.With("htm", "post").Sign(),
        ["other path"] = (client, draft) => draft.With("htu", client.UserInfoAddress).Sign(),
        ["other host"] = (_, draft) => draft.With("htu", "http://evil.example/connect/token").Sign(),
        ["host as user"] = (_, draft) => draft.With("htu", "http://localhost:9091@evil/connect/token").Sign(),
        ["relative address"] = (_, draft) => draft.With("htu", "/connect/token").Sign(),
        ["no address"] = (_, draft) => draft.With("htu", null).Sign(),
        ["no method"] = (_, draft) => draft.With("htm", null).Sign(),
        ["no id"] = (_, draft) => draft.With("jti", null).Sign(),
        ["long id"] = (_, draft) => draft.With("jti", new string('j', 300)).Sign(),
        ["no time"] = (_, draft) => draft.With("iat", null).Sign(),
        ["time as text"] = (_, draft) => draft.With("iat", "now").Sign(),
        ["stale"] = (_, draft) => draft.With("iat", (long)draft.Claims["iat"]! - 95).Sign(),
        ["from the future"] = (_, draft) => draft.With("iat", (long)draft.Claims["iat"]! + 90).Sign(),
    };

    private IdentityHost Host => identity.Host;

    [Fact]
    public async Task Each_worthless_proof_is_refused_and_leaves_the_code_unspent()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var code = await client.CodeAsync();

        foreach (var (kind, make) in Worthless)
        {
            var answer = await client.TokenAsync(code, make(client, client.Proof()));
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{kind}: {answer.Status} {answer.Body}");
            Assert.True(answer.Error == "invalid_dpop_proof", $"{kind}: {answer.Body}");
        }

        var two = await client.TokenAsync(code, client.Proof().Sign(), client.Proof().Sign());
        Assert.Equal("invalid_dpop_proof", two.Error);
        Assert.Equal(HttpStatusCode.OK, (await client.TokenAsync(code, client.Proof().Sign())).Status);
    }

    [Theory]
    [InlineData("?query=1#fragment")]
    [InlineData("")]
    public async Task The_address_is_compared_in_its_normal_form(string more)
    {
        var client = await DpopClient.RegisterAsync(Host);
        var proof = client.Proof().With("htu", $"HTTP://LOCALHOST:9091/connect/./token{more}").Sign();

        Assert.Equal(HttpStatusCode.OK, (await client.TokenAsync(await client.CodeAsync(), proof)).Status);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task RSA_keys_are_accepted(string algorithm)
    {
        var client = await DpopClient.RegisterAsync(Host);
        var proof = client.Proof(Rsa).WithHeader("alg", algorithm).Sign();

        var answer = await client.TokenAsync(await client.CodeAsync(), proof);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(
            ProofDraft.Thumbprint(Rsa),
            Tokens.Of(answer).AccessClaims.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task A_proof_is_good_once()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var proof = client.Proof().Sign();
        var tokens = Tokens.Of(await client.TokenAsync(await client.CodeAsync(), proof));

        var replayed = await client.RefreshAsync(tokens.Refresh!, proof);

        Assert.Equal("invalid_dpop_proof", replayed.Error);
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(tokens.Refresh!, client.Proof().Sign())).Status);
    }
}
