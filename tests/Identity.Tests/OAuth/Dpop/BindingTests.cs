using System.Net;
using System.Text.Json;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Dpop;

/// <summary>Tokens and codes that are worth nothing without the key.</summary>
public sealed class BindingTests(SharedIdentity identity)
{
    private static readonly TokenKey Thief = TokenKey.EllipticCurve("thief");

    private IdentityHost Host => identity.Host;

    [Fact]
    public async Task A_proof_binds_the_access_token_to_its_key()
    {
        var client = await DpopClient.RegisterAsync(Host);

        var answer = await client.TokenAsync(await client.CodeAsync(), client.Proof().Sign());

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal("DPoP", answer.Json.GetProperty("token_type").GetString());
        var confirmation = Tokens.Of(answer).AccessClaims.GetProperty("cnf");
        Assert.Equal(JsonValueKind.Object, confirmation.ValueKind);
        Assert.Equal(ProofDraft.Thumbprint(client.Key), confirmation.GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task Without_proof_tokens_are_plain()
    {
        var client = await DpopClient.RegisterAsync(Host);

        var answer = await client.TokenAsync(await client.CodeAsync());

        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.False(Tokens.Of(answer).AccessClaims.TryGetProperty("cnf", out _));
    }

    [Fact]
    public async Task A_public_client_refreshes_with_its_key_only()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var tokens = await client.ConnectAsync();

        Assert.Equal("invalid_dpop_proof", (await client.RefreshAsync(tokens.Refresh!)).Error);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!, client.Proof(Thief).Sign())).Error);
        var own = await client.RefreshAsync(tokens.Refresh!, client.Proof().Sign());
        Assert.True(own.Status == HttpStatusCode.OK, own.Body);
        var again = await client.RefreshAsync(Tokens.Of(own).Refresh!);
        Assert.Equal("invalid_dpop_proof", again.Error);
    }

    [Fact]
    public async Task A_confidential_client_may_change_its_key()
    {
        var client = await DpopClient.RegisterAsync(Host, "client_secret_post");
        var tokens = await client.ConnectAsync();

        var answer = await client.RefreshAsync(tokens.Refresh!, client.Proof(Thief).Sign());

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(
            ProofDraft.Thumbprint(Thief),
            Tokens.Of(answer).AccessClaims.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task A_code_that_was_asked_for_with_a_key_is_redeemed_with_that_key_only()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var code = await client.CodeAsync(ProofDraft.Thumbprint(client.Key));

        Assert.Equal("invalid_dpop_proof", (await client.TokenAsync(code)).Error);
        Assert.Equal("invalid_grant", (await client.TokenAsync(code, client.Proof(Thief).Sign())).Error);
        Assert.Equal(HttpStatusCode.OK, (await client.TokenAsync(code, client.Proof().Sign())).Status);
    }

    [Fact]
    public async Task A_key_parameter_that_is_no_thumbprint_gets_no_code()
    {
        var client = await Client.RegisterAsync(Host);
        var session = await (await Host.NewPersonAsync()).SignInAsync();

        var answer = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { ["dpop_jkt"] = "short" }));

        Assert.Equal("invalid_request", answer.Query["error"]);
    }

    [Fact]
    public async Task A_refused_proof_is_recorded_with_its_reason()
    {
        var client = await DpopClient.RegisterAsync(Host);

        await client.TokenAsync(await client.CodeAsync(), client.Proof().With("htm", "PUT").Sign());

        Assert.Contains("proof_method", Assert.Single(RefusalsOf(client)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grant_of_another_key_is_recorded_once_with_its_account()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var tokens = await client.ConnectAsync();

        await client.RefreshAsync(tokens.Refresh!, client.Proof(Thief).Sign());

        var refusal = Assert.Single(RefusalsOf(client));
        Assert.Contains("proof_other_key", refusal, StringComparison.Ordinal);
        Assert.Contains(
            tokens.AccessClaims.GetProperty("sub").GetString()!, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metadata_names_the_algorithms()
    {
        var metadata = await Host.NewClient().AskAsync("/.well-known/oauth-authorization-server");

        var names = metadata.Json.GetProperty("dpop_signing_alg_values_supported").EnumerateArray();
        Assert.Equal(["ES256", "PS256", "RS256"], names.Select(name => name.GetString()));
    }

    [Fact]
    public async Task Switched_off_nothing_is_offered_or_bound_and_a_proof_is_not_read()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Dpop:Enabled"] = "false" },
        });
        var client = await DpopClient.RegisterAsync(host);

        var metadata = await host.NewClient().AskAsync("/.well-known/oauth-authorization-server");
        var answer = await client.TokenAsync(await client.CodeAsync(), client.Proof().With("htm", "PUT").Sign());

        Assert.False(metadata.Json.TryGetProperty("dpop_signing_alg_values_supported", out _));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.False(Tokens.Of(answer).AccessClaims.TryGetProperty("cnf", out _));
    }

    private IEnumerable<string> RefusalsOf(DpopClient client) => Host.Logs.Lines.Where(line =>
        line.Contains("TokenRefused", StringComparison.Ordinal) && line.Contains(client.Id, StringComparison.Ordinal));
}
