using System.Net;
using McpAspire.EndToEnd.Tests.Attacks;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.Stacks;
using McpAspire.Shared;

namespace McpAspire.EndToEnd.Tests.Resilience;

/// <summary>What identity revokes, the gateway stops accepting within five seconds.</summary>
public sealed class RevocationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revoked_login_is_refused_at_the_gateway_within_five_seconds()
    {
        await using var stack = await Stack.StartAsync(cancellationToken: Cancellation);
        var client = await stack.ClientAsync(Cancellation);
        var byClient = await stack.SignInAsync(Cancellation);
        var byOperator = await stack.SignInAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(stack, byClient));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(stack, byOperator));

        await client.RevokeAsync(byClient.RefreshToken, Cancellation);
        await IsRefusedAsync(stack, byClient);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(stack, byOperator));

        await stack.CommandAsync("/operator/sessions/sign-out-everyone", Cancellation);
        await IsRefusedAsync(stack, byOperator);
    }

    private static Task IsRefusedAsync(Stack stack, TokenAnswer tokens) => Eventually.HoldsAsync(
        () => IsUnauthorizedAsync(stack, tokens), "the token is refused", Limit);

    private static async Task<bool> IsUnauthorizedAsync(Stack stack, TokenAnswer tokens)
    {
        try
        {
            return await CallAsync(stack, tokens) == HttpStatusCode.Unauthorized;
        }
        catch (HttpRequestException)
        {
            // The answer was on its way as a stream, and cut.
            return false;
        }
    }

    private static async Task<HttpStatusCode> CallAsync(Stack stack, TokenAnswer tokens)
    {
        using var called = await stack.Http.CallToolAsync(stack.McpUrl, tokens.AccessToken, Cancellation);
        return called.StatusCode;
    }
}
