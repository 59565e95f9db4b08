using System.Net;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Attacks;

/// <summary>Codes and refresh tokens that were used, stolen or stretched.</summary>
public sealed class GrantAttackTests(StackFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Fact]
    public async Task A_code_without_its_verifier_is_worth_nothing()
    {
        var client = await Stack.ClientAsync(Cancellation);
        var pkce = Pkce.Create();
        var code = await CodeAsync(client, pkce);

        Assert.Equal("invalid_grant", (await RedeemAsync(client, code, Pkce.Create().Verifier)).Error);
    }

    [Fact]
    public async Task A_replayed_code_gets_nothing_and_ends_what_the_first_got()
    {
        var client = await Stack.ClientAsync(Cancellation);
        var pkce = Pkce.Create();
        var code = await CodeAsync(client, pkce);

        var first = await RedeemAsync(client, code, pkce.Verifier);
        var second = await RedeemAsync(client, code, pkce.Verifier);
        var afterwards = await client.RefreshAsync(first.RefreshToken, Stack.Resource, Cancellation);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal("invalid_grant", second.Error);
        Assert.Equal("invalid_grant", afterwards.Error);
    }

    [Fact]
    public async Task A_code_of_another_client_is_worth_nothing()
    {
        var (owner, thief) = (await Stack.ClientAsync(Cancellation), await ThiefAsync());
        var pkce = Pkce.Create();
        var code = await CodeAsync(owner, pkce);

        Assert.Equal("invalid_grant", (await RedeemAsync(thief, code, pkce.Verifier)).Error);
    }

    [Fact]
    public async Task A_refresh_token_has_one_successor_which_a_retry_gets_too()
    {
        var client = await Stack.ClientAsync(Cancellation);
        var tokens = await Stack.SignInAsync(Cancellation);

        var rotated = await client.RefreshAsync(tokens.RefreshToken, Stack.Resource, Cancellation);
        var retried = await client.RefreshAsync(tokens.RefreshToken, Stack.Resource, Cancellation);
        var stolen = await (await ThiefAsync()).RefreshAsync(tokens.RefreshToken, Stack.Resource, Cancellation);

        Assert.Equal(HttpStatusCode.OK, rotated.Status);
        Assert.Equal(rotated.RefreshToken, retried.RefreshToken);
        Assert.Equal(rotated.AccessToken, retried.AccessToken);
        Assert.Equal("invalid_grant", stolen.Error);
    }

    [Fact]
    public async Task Parallel_refreshes_with_one_token_get_one_successor_between_them()
    {
        var client = await Stack.ClientAsync(Cancellation);
        var tokens = await Stack.SignInAsync(Cancellation);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5)
            .Select(_ => client.RefreshAsync(tokens.RefreshToken, Stack.Resource, Cancellation)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers.Select(answer => answer.RefreshToken).Distinct());
    }

    [Fact]
    public async Task A_refresh_token_of_another_client_is_worth_nothing()
    {
        var tokens = await Stack.SignInAsync(Cancellation);
        var thief = await ThiefAsync();

        var answer = await thief.RefreshAsync(tokens.RefreshToken, Stack.Resource, Cancellation);

        Assert.Equal("invalid_grant", answer.Error);
    }

    [Fact]
    public async Task A_refresh_does_not_widen_the_audience()
    {
        var client = await Stack.ClientAsync(Cancellation);
        var tokens = await Stack.SignInAsync(Cancellation);

        var answer = await client.RefreshAsync(tokens.RefreshToken, $"{Stack.Resource}-other", Cancellation);

        Assert.Equal("invalid_target", answer.Error);
    }

    private Task<OAuthClient> ThiefAsync() => Stack.RegisterAsync("Thief", Cancellation);

    private Task<string> CodeAsync(OAuthClient client, Pkce pkce) =>
        OAuthClient.CodeAsync(Stack.Administrator, client.AuthorizationRequest(pkce, Stack.Resource), Cancellation);

    private Task<TokenAnswer> RedeemAsync(OAuthClient client, string code, string verifier) =>
        client.RedeemAsync(code, verifier, Stack.Resource, Cancellation);
}
