using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.Stacks;
using Microsoft.AspNetCore.WebUtilities;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpAspire.EndToEnd.Tests.Clients;

/// <summary>The official C# client with its own OAuth support, from a 401 to a refreshed token, in both eras.</summary>
public sealed class CSharpClientTests(StackFixture fixture)
{
    private const string Tool = "test_simple_text";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task A_client_comes_from_401_to_a_refreshed_token(string revision)
    {
        using var log = new ExchangeLog();
        using var http = new HttpClient(log);
        var cache = new SpoilableTokenCache();

        await using var client = await ConnectAsync(http, cache, revision);
        var tools = await client.ListToolsAsync(cancellationToken: Cancellation);
        var first = await client.CallToolAsync(Tool, cancellationToken: Cancellation);
        var before = cache.Tokens;
        cache.SpoilAccessToken();
        var second = await client.CallToolAsync(Tool, cancellationToken: Cancellation);

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Contains(tools, tool => tool.Name == Tool);
        Assert.All([first, second], AssertText);
        AssertWay(log);
        AssertToken(before);
        AssertRefreshed(before, cache.Tokens);
    }

    private async Task<McpClient> ConnectAsync(HttpClient http, SpoilableTokenCache cache, string revision)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = Stack.McpUrl,
                TransportMode = HttpTransportMode.StreamableHttp,
                OAuth = new ClientOAuthOptions
                {
                    RedirectUri = OAuthClient.Loopback,
                    TokenCache = cache,
                    DynamicClientRegistration = new() { ClientName = "C# SDK" },
                    AuthorizationCallbackHandler = AuthorizeAsync,
                },
            },
            http,
            ownsHttpClient: false);
        // Signing in is part of the first exchange, and takes what it takes on a busy machine.
        var options = new McpClientOptions
        {
            ProtocolVersion = revision,
            DiscoverProbeTimeout = TimeSpan.FromSeconds(30),
        };
        return await McpClient.CreateAsync(transport, options, cancellationToken: Cancellation);
    }

    private async Task<AuthorizationResult?> AuthorizeAsync(
        AuthorizationCallbackContext context, CancellationToken cancellationToken)
    {
        var callback = await Stack.Administrator.AuthorizeAsync(
            context.AuthorizationUri, cancellationToken: cancellationToken);
        Assert.Equal(context.RedirectUri.GetLeftPart(UriPartial.Path), callback.GetLeftPart(UriPartial.Path));
        var parameters = QueryHelpers.ParseQuery(callback.Query);
        return new AuthorizationResult
        {
            Code = parameters["code"],
            State = parameters["state"],
            Iss = parameters["iss"],
        };
    }

    private void AssertWay(ExchangeLog log)
    {
        var first = log.Exchanges.First(exchange => exchange.Url == Stack.McpUrl);
        Assert.Equal(401, first.Status);
        Assert.Contains("resource_metadata=", first.Challenge);

        var paths = log.Exchanges.Select(exchange => exchange.Url.AbsolutePath).ToList();
        Assert.Contains(Stack.ResourceMetadataUrl.AbsolutePath, paths);
        Assert.Contains("/.well-known/oauth-authorization-server", paths);
        Assert.Single(paths, "/connect/register");
        // Once with the code and once with the refresh token.
        Assert.Equal(2, paths.Count(path => path == "/connect/token"));
    }

    private void AssertToken(TokenContainer tokens)
    {
        var token = Jwt.Parse(tokens.AccessToken);
        Assert.Equal("at+jwt", (string?)token.Header["typ"]);
        Assert.Equal(Stack.IssuerName, (string?)token.Payload["iss"]);
        Assert.Equal(Stack.Resource, (string?)token.Payload["aud"]);
        Assert.Contains("mcp", ((string?)token.Payload["scope"])!.Split(' '));
    }

    private void AssertRefreshed(TokenContainer before, TokenContainer after)
    {
        Assert.NotEqual(before.AccessToken, after.AccessToken);
        Assert.NotEqual(before.RefreshToken, after.RefreshToken);
        AssertToken(after);
    }

    private static void AssertText(CallToolResult result)
    {
        Assert.NotEqual(true, result.IsError);
        Assert.NotEmpty(Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
    }
}
