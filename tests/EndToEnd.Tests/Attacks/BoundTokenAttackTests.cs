using System.Net;
using System.Net.Http.Headers;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.Stacks;
using McpAspire.Shared;

namespace McpAspire.EndToEnd.Tests.Attacks;

/// <summary>Tokens of a client with a key (RFC 9449) are worth nothing to whoever steals them without it.</summary>
public sealed class BoundTokenAttackTests(StackFixture fixture) : IDisposable
{
    private readonly TokenKey _key = TokenKey.EllipticCurve("client");
    private readonly TokenKey _thief = TokenKey.EllipticCurve("thief");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    public void Dispose()
    {
        _key.Dispose();
        _thief.Dispose();
    }

    [Fact]
    public async Task An_access_token_opens_nothing_without_its_key()
    {
        using var proving = new HttpClient(new ProofHandler(_key));
        var tokens = await SignInAsync(proving);

        Assert.Equal(HttpStatusCode.OK, await CallAsync("DPoP", tokens.AccessToken, Sign(_key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync("Bearer", tokens.AccessToken, _ => null));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync("Bearer", tokens.AccessToken, Sign(_key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync("DPoP", tokens.AccessToken, _ => null));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync("DPoP", tokens.AccessToken, Sign(_thief)));
    }

    [Fact]
    public async Task A_proof_that_was_overheard_is_good_for_nothing_more()
    {
        using var proving = new HttpClient(new ProofHandler(_key));
        var tokens = await SignInAsync(proving);
        string? overheard = null;

        var first = await CallAsync("DPoP", tokens.AccessToken, request => overheard = Sign(_key)(request));
        var again = await CallAsync("DPoP", tokens.AccessToken, _ => overheard);

        Assert.Equal(HttpStatusCode.OK, first);
        Assert.Equal(HttpStatusCode.Unauthorized, again);
    }

    [Fact]
    public async Task A_refresh_token_is_of_no_use_to_a_thief()
    {
        using var proving = new HttpClient(new ProofHandler(_key));
        using var stealing = new HttpClient(new ProofHandler(_thief));
        var client = (await Stack.ClientAsync(Cancellation)).With(proving);
        var tokens = await client.SignInAsync(Stack.Administrator, Stack.Resource, Cancellation);

        var without = await client.With(Stack.Http).RefreshAsync(tokens.RefreshToken, Stack.Resource, Cancellation);
        var other = await client.With(stealing).RefreshAsync(tokens.RefreshToken, Stack.Resource, Cancellation);
        var own = await client.RefreshAsync(tokens.RefreshToken, Stack.Resource, Cancellation);

        Assert.NotEqual(HttpStatusCode.OK, without.Status);
        Assert.NotEqual(HttpStatusCode.OK, other.Status);
        Assert.Equal(HttpStatusCode.OK, own.Status);
    }

    private async Task<TokenAnswer> SignInAsync(HttpClient proving)
    {
        var client = (await Stack.ClientAsync(Cancellation)).With(proving);
        return await client.SignInAsync(Stack.Administrator, Stack.Resource, Cancellation);
    }

    private static Func<HttpRequestMessage, string?> Sign(TokenKey key) =>
        request => ProofHandler.Draft(key, request).Sign();

    private async Task<HttpStatusCode> CallAsync(
        string scheme, string token, Func<HttpRequestMessage, string?> prove)
    {
        using var request = McpRequest.CallTool(Stack.McpUrl, bearer: null);
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        if (prove(request) is { } proof) request.Headers.Add("DPoP", proof);
        using var response = await Stack.Http.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
