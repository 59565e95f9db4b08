using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth;

/// <summary>Authorization codes are for one use, by the client they were made for.</summary>
public sealed class CodeTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Code_replayed_is_refused_and_what_it_was_redeemed_for_is_revoked()
    {
        var (client, code, pkce) = await GetCodeAsync();
        var tokens = Tokens.Of(await client.RedeemAsync(code, pkce.Verifier));

        var replay = await client.RedeemAsync(code, pkce.Verifier);

        Assert.Equal("invalid_grant", replay.Error);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.UserInfoAsync(tokens.Access)).Status);
    }

    [Fact]
    public async Task Code_redeemed_five_times_at_once_gives_tokens_once()
    {
        var (client, code, pkce) = await GetCodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.RedeemAsync(code, pkce.Verifier)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Equal("invalid_grant", answer.Error));
    }

    [Fact]
    public async Task Code_of_another_client_is_refused()
    {
        var (_, code, pkce) = await GetCodeAsync();
        var other = await Client.RegisterAsync(_host);

        var answer = await other.RedeemAsync(code, pkce.Verifier);

        Assert.Equal("invalid_grant", answer.Error);
    }

    [Fact]
    public async Task Code_expires_after_a_minute()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();
        var client = await Client.RegisterAsync(host);
        var pkce = Pkce.Create();
        var redirect = await client.ConsentAsync(await person.SignInAsync(), client.AuthorizeUrl(pkce));

        host.Clock.Advance(TimeSpan.FromSeconds(61));
        var answer = await client.RedeemAsync(redirect.Query["code"], pkce.Verifier);

        Assert.Equal("invalid_grant", answer.Error);
    }

    private async Task<(Client Client, string Code, Pkce Pkce)> GetCodeAsync()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var pkce = Pkce.Create();
        var redirect = await client.ConsentAsync(await person.SignInAsync(), client.AuthorizeUrl(pkce));
        return (client, redirect.Query["code"], pkce);
    }
}
