using System.Collections.Concurrent;
using System.Net;
using McpAspire.EndToEnd.Tests.Attacks;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.Stacks;
using McpAspire.Shared;

namespace McpAspire.EndToEnd.Tests.Resilience;

/// <summary>Keys change under traffic through the real gateway and identity, and nobody is refused for it.</summary>
public sealed class KeyRotationTests
{
    private const int Rotations = 3;
    private const int Callers = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_request_is_refused_while_the_keys_change_several_times()
    {
        await using var stack = await Stack.StartAsync(cancellationToken: Cancellation);
        var logins = new List<TokenAnswer>();
        for (var i = 0; i < Callers; i++)
            logins.Add(await stack.SignInAsync(Cancellation));
        var answers = new ConcurrentBag<HttpStatusCode>();
        var keys = new ConcurrentDictionary<string, bool>();
        using var done = new CancellationTokenSource();

        var callers = logins.Select(login => CallAsync(stack, login, answers, keys, done.Token)).ToArray();
        for (var rotation = 1; rotation <= Rotations; rotation++)
        {
            await stack.CommandAsync("/operator/keys/rotate?publishBefore=00:00:04", Cancellation);
            await Eventually.HoldsAsync(() => keys.Count > rotation, "the next key signs", Limit);
        }

        await done.CancelAsync();
        var last = await Task.WhenAll(callers);

        Assert.Equal([HttpStatusCode.OK], answers.Distinct());
        Assert.True(answers.Count > Rotations * Callers, $"{answers.Count} requests are no traffic.");
        Assert.Equal(Rotations + 1, keys.Count);
        // What the first key signed is still good, and so is the last.
        foreach (var token in logins.Select(login => login.AccessToken).Concat(last))
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(stack, token));
    }

    [Fact]
    public async Task Emergency_rotation_shuts_out_what_the_lost_key_signs_within_seconds()
    {
        await using var stack = await Stack.StartAsync(cancellationToken: Cancellation);
        var tokens = await stack.SignInAsync(Cancellation);
        var jwt = Jwt.Parse(tokens.AccessToken);
        var forged = SigningKey.Of(stack).Sign(jwt.With("oi_tkn_id", "on-no-list"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stack, forged));

        await stack.CommandAsync("/operator/keys/rotate?stolen=true", Cancellation);

        await Eventually.HoldsAsync(
            () => IsOutAsync(stack, forged), "the forger is out", TimeSpan.FromSeconds(10));
        var again = await stack.SignInAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stack, again.AccessToken));
    }

    /// <summary>Refreshes and calls, over and over; returns the last token.</summary>
    private static async Task<string> CallAsync(
        Stack stack, TokenAnswer tokens, ConcurrentBag<HttpStatusCode> answers, ConcurrentDictionary<string, bool> keys,
        CancellationToken done)
    {
        var client = await stack.ClientAsync(Cancellation);
        while (!done.IsCancellationRequested)
        {
            tokens = await client.RefreshAsync(tokens.RefreshToken, stack.Resource, Cancellation);
            answers.Add(tokens.Status);
            answers.Add(await StatusAsync(stack, tokens.AccessToken));
            keys[KeyOf(tokens)] = true;
        }

        return tokens.AccessToken;
    }

    private static string KeyOf(TokenAnswer tokens) =>
        Jwt.Parse(tokens.AccessToken).Header["kid"]?.GetValue<string>() ?? string.Empty;

    private static async Task<bool> IsOutAsync(Stack stack, string token)
    {
        try
        {
            return await StatusAsync(stack, token) == HttpStatusCode.Unauthorized;
        }
        catch (HttpRequestException)
        {
            // The answer had begun when the news came, and was cut in the middle. The next one is the clean refusal.
            return false;
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(Stack stack, string token)
    {
        using var called = await stack.Http.CallToolAsync(stack.McpUrl, token, Cancellation);
        return called.StatusCode;
    }
}
