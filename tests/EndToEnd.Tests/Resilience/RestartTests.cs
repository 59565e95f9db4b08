using System.Net;
using McpAspire.EndToEnd.Tests.Attacks;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.People;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Resilience;

/// <summary>A second start on the same data directory: users, keys, registrations and tokens are still there.</summary>
public sealed class RestartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_keeps_users_keys_and_registrations()
    {
        var directory = Directory.CreateTempSubdirectory("mcpaspire-e2e-restart-");
        try
        {
            var ports = FreePorts.Take(2);
            var options = new StackOptions { DataDirectory = directory.FullName, Ports = (ports[0], ports[1]) };

            await using var first = await Stack.StartAsync(options, Cancellation);
            var client = await first.ClientAsync(Cancellation);
            var tokens = await first.SignInAsync(Cancellation);
            var person = first.Administrator;
            await first.StopAsync();
            await using var second = await Stack.StartAsync(options, Cancellation);

            await AssertAccessTokenPassesAsync(second, tokens);
            await AssertClientAndGrantRemainAsync(second, client, tokens);
            await AssertPersonRemainsAsync(second, person);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task AssertAccessTokenPassesAsync(Stack stack, TokenAnswer tokens)
    {
        using var called = await stack.Http.CallToolAsync(stack.McpUrl, tokens.AccessToken, Cancellation);
        Assert.Equal(HttpStatusCode.OK, called.StatusCode);
    }

    private static async Task AssertClientAndGrantRemainAsync(Stack stack, OAuthClient client, TokenAnswer tokens)
    {
        var refreshed = await client.With(stack.Http).RefreshAsync(tokens.RefreshToken, stack.Resource, Cancellation);

        Assert.Equal(HttpStatusCode.OK, refreshed.Status);
        Assert.NotEqual(tokens.RefreshToken, refreshed.RefreshToken);
    }

    /// <summary>What counts is the password that was chosen, and the authenticator.</summary>
    private static async Task AssertPersonRemainsAsync(Stack stack, Person person)
    {
        using var browser = new FormBrowser(stack.Issuer);
        var page = await browser.GetAsync("/", Cancellation);
        page = await browser.SubmitAsync(
            page,
            new Dictionary<string, string> { ["Name"] = person.Name, ["Password"] = person.Password },
            Cancellation);
        Assert.Equal("/sign-in/totp", page.Address.AbsolutePath);
        page = await browser.SubmitAsync(
            page,
            new Dictionary<string, string> { ["Code"] = await person.Authenticator!.NextCodeAsync(Cancellation) },
            Cancellation);
        Assert.Equal("/", page.Address.AbsolutePath);
    }
}
