using System.Text.Json;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth;

/// <summary>What tokens say.</summary>
public sealed class TokenTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task AccessToken_states_type_issuer_audience_scope_client_and_groups()
    {
        var person = await _host.NewPersonAsync("family");
        var client = await Client.RegisterAsync(_host);

        var tokens = await client.ConnectAsync(await person.SignInAsync());

        Assert.Equal("at+jwt", tokens.AccessHeader.GetProperty("typ").GetString());
        Assert.Equal("RS256", tokens.AccessHeader.GetProperty("alg").GetString());
        var claims = tokens.AccessClaims;
        Assert.Equal("http://localhost:9091", claims.GetProperty("iss").GetString());
        Assert.Equal([IdentityHost.DefaultResource], tokens.Audiences);
        Assert.Equal(person.AccountId.ToString(), claims.GetProperty("sub").GetString());
        Assert.Equal(client.Id, claims.GetProperty("client_id").GetString());
        Assert.Contains("mcp", claims.GetProperty("scope").GetString()!.Split(' '));
        Assert.NotEmpty(claims.GetProperty("jti").GetString()!);
        Assert.Equal(900, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task Groups_and_amr_are_arrays_even_with_one_value()
    {
        var person = await _host.NewPersonAsync("family");
        var client = await Client.RegisterAsync(_host);

        var first = await client.ConnectAsync(await person.SignInAsync());
        var refreshed = Tokens.Of(await client.RefreshAsync(first.Refresh!));

        foreach (var claims in (JsonElement[])[first.AccessClaims, first.IdClaims, refreshed.AccessClaims])
        {
            Assert.Equal(["family"], Strings(claims.GetProperty("groups")));
            Assert.Equal(["pwd", "otp", "mfa"], Strings(claims.GetProperty("amr")));
        }
    }

    [Fact]
    public async Task Groups_are_absent_for_somebody_in_none()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);

        var tokens = await client.ConnectAsync(await person.SignInAsync());

        Assert.False(tokens.AccessClaims.TryGetProperty("groups", out _));
    }

    [Fact]
    public async Task IdToken_is_no_access_token()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);

        var tokens = await client.ConnectAsync(await person.SignInAsync(), new() { ["nonce"] = "the-nonce" });

        Assert.Equal("JWT", tokens.IdHeader.GetProperty("typ").GetString());
        Assert.Equal(client.Id, tokens.IdClaims.GetProperty("aud").GetString());
        Assert.Equal("http://localhost:9091", tokens.IdClaims.GetProperty("iss").GetString());
        Assert.Equal("the-nonce", tokens.IdClaims.GetProperty("nonce").GetString());
        Assert.Equal(person.Name, tokens.IdClaims.GetProperty("preferred_username").GetString());
        Assert.Equal(401, (int)(await client.UserInfoAsync(tokens.Id!)).Status);
    }

    [Fact]
    public async Task TokenResponse_is_kept_by_no_cache()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var pkce = Pkce.Create();
        var redirect = await client.ConsentAsync(await person.SignInAsync(), client.AuthorizeUrl(pkce));

        var answer = await client.RedeemAsync(redirect.Query["code"], pkce.Verifier);

        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("no-cache", answer.Header("Pragma"));
    }

    [Fact]
    public async Task OfflineAccess_is_granted_unasked_to_a_client_that_may_refresh()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);

        var tokens = await client.ConnectAsync(await person.SignInAsync(), new() { ["scope"] = "mcp" });

        Assert.NotNull(tokens.Refresh);
        Assert.Contains("offline_access", tokens.Scope.Split(' '));
    }

    [Fact]
    public async Task OfflineAccess_is_not_granted_to_a_client_that_may_not_refresh()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host, grantTypes: ["authorization_code"]);

        var tokens = await client.ConnectAsync(
            await person.SignInAsync(), new() { ["scope"] = "mcp offline_access" });

        Assert.Null(tokens.Refresh);
        Assert.Equal("mcp", tokens.AccessClaims.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task Scope_left_out_means_mcp()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host, grantTypes: ["authorization_code"]);

        var tokens = await client.ConnectAsync(await person.SignInAsync(), new() { ["scope"] = null });

        Assert.Equal("mcp", tokens.AccessClaims.GetProperty("scope").GetString());
        Assert.Null(tokens.Id);
    }

    [Fact]
    public async Task UserInfo_tells_name_and_groups_with_the_scope_profile_only()
    {
        var person = await _host.NewPersonAsync("family");
        var client = await Client.RegisterAsync(_host);
        var session = await person.SignInAsync();
        var with = await client.ConnectAsync(session, new() { ["scope"] = "openid profile" });
        var without = await client.ConnectAsync(session, new() { ["scope"] = "openid" });

        var told = (await client.UserInfoAsync(with.Access)).Json;
        var hidden = (await client.UserInfoAsync(without.Access)).Json;

        Assert.Equal(person.Name, told.GetProperty("preferred_username").GetString());
        Assert.Equal(["family"], Strings(told.GetProperty("groups")));
        Assert.Equal(["sub"], hidden.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    public async Task ConfidentialClient_needs_its_secret(string method)
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host, "https://app.example/callback", method);
        var pkce = Pkce.Create();
        var redirect = await client.ConsentAsync(await person.SignInAsync(), client.AuthorizeUrl(pkce));

        var wrong = await client.RedeemAsync(
            redirect.Query["code"], pkce.Verifier, new() { ["client_secret"] = "guessed" });
        var right = await client.RedeemAsync(redirect.Query["code"], pkce.Verifier);

        Assert.Equal("invalid_client", wrong.Error);
        Assert.Equal(401, (int)wrong.Status);
        Assert.True(right.Status == System.Net.HttpStatusCode.OK, right.Body);
    }

    private static IEnumerable<string?> Strings(JsonElement array) =>
        array.EnumerateArray().Select(item => item.GetString());
}
