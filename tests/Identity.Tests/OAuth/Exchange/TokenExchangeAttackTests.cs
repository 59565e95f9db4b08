using System.Net;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.OAuth.Exchange.Enterprise;
using McpAspire.Identity.Tests.OAuth.Revocation;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Exchange;

/// <summary>Those who would like to exchange what is not theirs, or for more than it is worth.</summary>
[Collection(ExchangeHost.Name)]
public sealed class TokenExchangeAttackTests(ExchangeHost exchanges)
{
    private readonly IdentityHost _host = exchanges.Host;

    [Fact]
    public async Task Token_for_another_server_is_refused()
    {
        var (_, held, _) = await TokenExchange.ConnectAsync(_host, "mcp", ExchangeHost.Everything);
        var before = _host.Logs.Lines.Count;

        await AssertRefusedAsync(held.Access, "invalid_request");
        Assert.Contains(_host.Logs.Lines.Skip(before), line => line.Contains("TokenRefused", StringComparison.Ordinal)
            && line.Contains($"client {ExchangeHost.Files}, method urn:ietf", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_access_token_of_ours_is_refused()
    {
        var (_, held, _) = await TokenExchange.ConnectAsync(_host, "openid mcp offline_access", ExchangeHost.Files);
        using var own = TokenKey.Rsa("own");
        var forged = new TokenDraft("http://localhost:9091", ExchangeHost.Files, _host.Clock.GetUtcNow());

        foreach (var token in (string[])
            [held.Refresh!, held.Id!, forged.Sign(own), held.Access[..^8] + "AAAAAAAA", "anything", "e30.e30."])
        {
            await AssertRefusedAsync(token, "invalid_request");
        }
    }

    [Fact]
    public async Task Token_of_a_login_that_was_ended_is_refused_and_what_came_of_it_dies_with_it()
    {
        var (client, held, _) = await TokenExchange.ConnectAsync(_host, "openid mcp", ExchangeHost.Files);
        var exchanged = Tokens.Of(await TokenExchange.AskAsync(
            _host, held.Access, ("resource", ExchangeHost.Everything)));
        Assert.Equal(HttpStatusCode.OK, (await client.UserInfoAsync(exchanged.Access)).Status);

        await client.RevokeAsync(held.Refresh!);

        await AssertRefusedAsync(held.Access, "invalid_request");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.UserInfoAsync(exchanged.Access)).Status);
        using var gateway = _host.NewClient();
        gateway.DefaultRequestHeaders.Authorization = new("Bearer", GatewayHost.Key);
        var revoked = await gateway.AskAsync("/connect/revocations");
        Assert.Contains(
            exchanged.AccessClaims.GetProperty("oi_tkn_id").GetString()!, revoked.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoked_token_is_refused()
    {
        var (client, held, _) = await TokenExchange.ConnectAsync(_host, "mcp", ExchangeHost.Files);
        await client.RevokeAsync(held.Access);

        await AssertRefusedAsync(held.Access, "invalid_request");
    }

    [Fact]
    public async Task Expired_token_is_refused()
    {
        var (_, held, _) = await TokenExchange.ConnectAsync(_host, "mcp", ExchangeHost.Files);
        _host.Clock.Advance(TimeSpan.FromMinutes(16));

        await AssertRefusedAsync(held.Access, "invalid_request");
    }

    [Fact]
    public async Task Token_of_a_disabled_account_is_refused()
    {
        var (_, held, person) = await TokenExchange.ConnectAsync(_host, "mcp", ExchangeHost.Files);
        await Jag.ChangeAsync(_host, person.Name, account => account.DisabledAt = _host.Clock.GetUtcNow());

        await AssertRefusedAsync(held.Access, "invalid_request");
    }

    [Fact]
    public async Task Token_of_a_program_is_refused()
    {
        var program = Tokens.Of(await Assertion.TokenAsync(_host, new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "program",
            ["client_secret"] = ExchangeHost.Secret,
            ["resource"] = ExchangeHost.Files,
        }));

        await AssertRefusedAsync(program.Access, "invalid_request");
    }

    [Fact]
    public async Task Other_exchanges_are_refused()
    {
        const string Types = "urn:ietf:params:oauth:token-type";
        var (_, held, _) = await TokenExchange.ConnectAsync(_host, "mcp", ExchangeHost.Files);

        foreach (var (parameter, value, error) in ((string, string, string)[])
        [
            ("requested_token_type", $"{Types}:refresh_token", "invalid_request"),
            ("requested_token_type", $"{Types}:id_token", "invalid_request"),
            ("requested_token_type", $"{Types}:id-jag", "invalid_request"),
            ("subject_token_type", $"{Types}:jwt", "invalid_request"),
            ("subject_token_type", $"{Types}:id_token", "invalid_request"),
            ("client_id", "program", "unauthorized_client"),
            ("client_id", "desk", "unauthorized_client"),
            ("client_secret", "wrong", "invalid_client"),
            ("resource", "not a uri", "invalid_request"),
        ])
        {
            await AssertRefusedAsync(held.Access, error, (parameter, value));
        }
    }

    [Fact]
    public async Task Actor_token_is_refused()
    {
        var (_, held, _) = await TokenExchange.ConnectAsync(_host, "mcp", ExchangeHost.Files);

        await AssertRefusedAsync(
            held.Access,
            "invalid_request",
            ("actor_token", held.Access),
            ("actor_token_type", "urn:ietf:params:oauth:token-type:access_token"));
    }

    [Theory]
    [InlineData("client_secret_post")]
    [InlineData("none")]
    public async Task Client_that_registered_itself_may_not(string method)
    {
        var client = await Client.RegisterAsync(_host, authMethod: method);
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var held = await client.ConnectAsync(session, null, ExchangeHost.Files);
        var form = TokenExchange.Form(held.Access, ("client_id", client.Id));
        form.Remove("client_secret");
        if (client.Secret is not null)
            form["client_secret"] = client.Secret;

        Assert.Equal("unauthorized_client", (await Assertion.TokenAsync(_host, form)).Error);
    }

    private async Task AssertRefusedAsync(string token, string error, params (string, string)[] others)
    {
        var answer = await TokenExchange.AskAsync(
            _host, token, [("resource", ExchangeHost.Everything), .. others]);

        Assert.True(answer.Status != HttpStatusCode.OK && answer.Error == error, $"{token}: {answer.Body}");
    }
}
