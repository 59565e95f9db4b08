using System.Net;
using System.Text;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Clients;

/// <summary>Registration for those only who know the initial access token (RFC 7591, section 3).</summary>
public sealed class InitialAccessTests
{
    private const string Token = "only-those-who-know-this-may-register";

    [Fact]
    public async Task Registration_needs_the_token_where_one_is_configured()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Registration:InitialAccessToken"] = Token },
        });

        string?[] wrong = [null, "Bearer", "Bearer ", $"Bearer {Token}x", $"Bearer {Token[..^1]}", Token];
        foreach (var header in wrong)
        {
            var refused = await RegisterAsync(host, header);
            Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), (refused.Status, refused.Error));
            Assert.StartsWith("Bearer", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Created, (await RegisterAsync(host, $"Bearer {Token}")).Status);
        Assert.Equal(HttpStatusCode.Created, (await RegisterAsync(host, $"bearer {Token}")).Status);
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guesses_are_bounded()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?>
            {
                ["Identity:Registration:InitialAccessToken"] = Token,
                ["Identity:Registration:MaxPerAddress"] = "2",
            },
        });
        await RegisterAsync(host, "Bearer guess");
        await RegisterAsync(host, "Bearer guess");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await RegisterAsync(host, $"Bearer {Token}")).Status);
    }

    private static async Task<Answer> RegisterAsync(IdentityHost host, string? authorization)
    {
        using var http = host.NewClient();
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/register")
        {
            Content = new StringContent(
                """{"redirect_uris":["https://app.example/callback"]}""", Encoding.UTF8, "application/json"),
        };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await http.AskAsync(request);
    }
}
