using System.Net;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Storage;

/// <summary>Redis goes away and comes back.</summary>
public sealed class LostRedisTests
{
    [Fact]
    public async Task Lost_Redis_means_a_page_that_says_so_and_the_return_of_Redis_is_enough()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var host = await IdentityHost.StartAsync(new() { Redis = redis });
        var person = await host.NewPersonAsync();
        var session = await person.SignInAsync();
        var app = await Client.RegisterAsync(host);
        using var client = host.NewClient();
        var form = await host.NewBrowser().GetAsync("/sign-in");

        await redis.StopAsync();
        await Eventually.HoldsAsync(
            async () => (await client.AskAsync("/sign-in")).Status == HttpStatusCode.ServiceUnavailable,
            "the loss is noticed");

        foreach (var answer in (Answer[])
        [
            await client.AskAsync("/sign-in"),
            await host.NewBrowser().PostAsync("/sign-in", Browser.Hidden(form, new() { ["Name"] = "x" })),
            await session.GetAsync("/"),
            await session.GetAsync(app.AuthorizeUrl(Pkce.Create())),
        ])
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Equal("5", answer.Header("Retry-After"));
            Assert.Contains("Sign-in is unavailable for a moment", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("Redis", answer.Body, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains(
            "<a href=\"/sign-in?returnUrl=%2F\">Try again</a>",
            (await client.AskAsync("/sign-in?returnUrl=%2F")).Body,
            StringComparison.Ordinal);
        Assert.Contains(
            "<a href=\"/sign-in\">Try again</a>",
            (await client.AskAsync($"{host.Origin}/evil.example/")).Body,
            StringComparison.Ordinal);
        Assert.Equal("temporarily_unavailable", (await app.RefreshAsync("whatever")).Error);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.AskAsync("/health")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/alive")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/.well-known/jwks")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/.well-known/oauth-authorization-server")).Status);

        await redis.StartAsync();
        await Eventually.HoldsAsync(
            async () => (await client.AskAsync("/health")).Status == HttpStatusCode.OK, "the service recovers");

        await person.SignInAsync();
    }

    [Fact]
    public async Task Start_without_Redis_serves_the_page_and_recovers()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await redis.StopAsync();
        await using var host = await IdentityHost.StartAsync(new() { Redis = redis });
        using var client = host.NewClient();

        var without = await client.AskAsync("/sign-in");
        await redis.StartAsync();
        await Eventually.HoldsAsync(
            async () => (await client.AskAsync("/health")).Status == HttpStatusCode.OK, "the service recovers");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, without.Status);
        await (await host.NewPersonAsync()).SignInAsync();
    }
}
