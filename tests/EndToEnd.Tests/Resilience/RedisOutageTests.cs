using System.Net;
using McpAspire.EndToEnd.Tests.Attacks;
using McpAspire.EndToEnd.Tests.People;
using McpAspire.EndToEnd.Tests.Stacks;
using McpAspire.Shared;

namespace McpAspire.EndToEnd.Tests.Resilience;

/// <summary>Redis gone: nobody signs in, whoever has a token works on, and all is well when it is back.</summary>
public sealed class RedisOutageTests
{
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_Redis_sign_in_says_so_valid_tokens_pass_and_its_return_ends_that()
    {
        await using var stack = await Stack.StartAsync(cancellationToken: Cancellation);
        var tokens = await stack.SignInAsync(Cancellation);
        await using var redis = new RedisSwitch((await stack.ConnectionStringAsync("redis", Cancellation))!);

        await redis.OffAsync();
        using var stranger = new FormBrowser(stack.Issuer);
        var refused = await stranger.GetAsync("/sign-in", Cancellation);
        using var called = await stack.Http.CallToolAsync(stack.McpUrl, tokens.AccessToken, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("<h1", refused.Html);
        Assert.DoesNotContain("redis", refused.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, called.StatusCode);

        await redis.OnAsync();
        await Eventually.HoldsAsync(
            async () => (await stranger.GetAsync("/sign-in", Cancellation)).Status == HttpStatusCode.OK,
            "sign-in is back when Redis is",
            RecoveryLimit);
        // Sessions were in the Redis that is gone, so that everybody signs in anew.
        var renewed = await stack.SignInAsync(Cancellation);
        using var calledAgain = await stack.Http.CallToolAsync(stack.McpUrl, renewed.AccessToken, Cancellation);
        Assert.Equal(HttpStatusCode.OK, calledAgain.StatusCode);
    }
}
