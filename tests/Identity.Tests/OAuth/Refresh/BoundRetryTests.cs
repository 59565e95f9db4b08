using System.Net;
using McpAspire.Identity.Tests.OAuth.Dpop;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Refresh;

/// <summary>The answer that is kept for a retry is no way round client, proof and nonce (RFC 9449).</summary>
public sealed class BoundRetryTests(SharedIdentity identity) : IDisposable
{
    private readonly TokenKey _thief = TokenKey.EllipticCurve("thief");

    private IdentityHost Host => identity.Host;

    public void Dispose() => _thief.Dispose();

    [Fact]
    public async Task Retry_with_a_new_proof_of_the_same_key_gets_the_same_answer()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var token = (await client.ConnectAsync()).Refresh!;

        var first = await client.RefreshAsync(token, client.Proof().Sign());
        var again = await client.RefreshAsync(token, client.Proof().Sign());

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first.Body, again.Body);
    }

    [Fact]
    public async Task Retry_without_the_proof_or_with_a_used_one_gets_nothing()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var token = (await client.ConnectAsync()).Refresh!;
        var used = client.Proof().Sign();
        await client.RefreshAsync(token, used);

        Assert.Equal("invalid_dpop_proof", (await client.RefreshAsync(token)).Error);
        Assert.Equal("invalid_dpop_proof", (await client.RefreshAsync(token, used)).Error);
        Assert.Equal(
            "invalid_dpop_proof", (await client.RefreshAsync(token, client.Proof().With("htm", "GET").Sign())).Error);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("client_secret_post")]
    public async Task Retry_with_another_key_gets_nothing(string authMethod)
    {
        var client = await DpopClient.RegisterAsync(Host, authMethod);
        var token = (await client.ConnectAsync()).Refresh!;
        var own = await client.RefreshAsync(token, client.Proof().Sign());

        Assert.Equal(HttpStatusCode.OK, own.Status);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(token, client.Proof(_thief).Sign())).Error);
    }

    [Fact]
    public async Task Retry_without_the_secret_of_the_client_gets_nothing()
    {
        var client = await Client.RegisterAsync(Host, authMethod: "client_secret_post");
        var token = (await client.ConnectAsync(await (await Host.NewPersonAsync()).SignInAsync())).Refresh!;
        await client.RefreshAsync(token);

        Assert.Equal("invalid_client", (await client.RefreshAsync(token, new() { ["client_secret"] = "wrong" })).Error);
        Assert.Equal("invalid_client", (await client.RefreshAsync(token, new() { ["client_secret"] = null })).Error);
    }

    [Fact]
    public async Task Retry_needs_the_nonce_too()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Dpop:RequireNonce"] = "true" },
        });
        var client = await DpopClient.RegisterAsync(host);
        var code = await client.CodeAsync();
        var nonce = (await client.TokenAsync(code, client.Proof().Sign())).Header("DPoP-Nonce");
        var token = Tokens.Of(await client.TokenAsync(code, WithNonce())).Refresh!;

        var first = await client.RefreshAsync(token, WithNonce());
        var without = await client.RefreshAsync(token, client.Proof().Sign());
        var again = await client.RefreshAsync(token, WithNonce());

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal("use_dpop_nonce", without.Error);
        Assert.Equal(first.Body, again.Body);

        string WithNonce() => client.Proof().With("nonce", nonce).Sign();
    }
}
