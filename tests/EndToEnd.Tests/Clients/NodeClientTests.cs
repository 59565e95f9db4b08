using System.Text.Json;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.Stacks;
using Microsoft.AspNetCore.WebUtilities;

namespace McpAspire.EndToEnd.Tests.Clients;

/// <summary>Both generations of the official TypeScript client, from a 401 to a refreshed token.</summary>
public sealed class NodeClientTests(StackFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Theory]
    [InlineData("walk-v1.mjs", "legacy")]
    [InlineData("walk-v2.mjs", "legacy")]
    [InlineData("walk-v2.mjs", "2026-07-28")]
    public async Task A_client_comes_from_401_to_a_refreshed_token(string script, string revision)
    {
        var walk = await NodeWalk.RunAsync(
            script, "refresh", Stack.McpUrl, revision, Stack.Administrator, Cancellation);

        AssertDiscovery(walk);
        AssertRegistration(walk);
        AssertAuthorization(walk);
        AssertTools(walk, revision);
        AssertRefresh(walk);
        Assert.Equal("done", walk.Names.Last());
    }

    private void AssertDiscovery(NodeWalk walk)
    {
        var refused = walk.Exchanges(Stack.McpUrl).First();
        Assert.Equal(401, refused.GetProperty("status").GetInt32());
        var challenge = refused.GetProperty("challenge").GetString()!;
        Assert.Contains($"resource_metadata=\"{Stack.ResourceMetadataUrl}\"", challenge);
        Assert.Contains("scope=\"mcp\"", challenge);

        var resource = walk.Exchanges(Stack.ResourceMetadataUrl).First().GetProperty("received");
        Assert.Equal(Stack.Resource, resource.GetProperty("resource").GetString());
        Assert.Equal(Stack.IssuerName, resource.GetProperty("authorization_servers")[0].GetString());

        var server = walk.Exchanges(new Uri(Stack.Issuer, "/.well-known/oauth-authorization-server")).First();
        Assert.Equal(Stack.IssuerName, server.GetProperty("received").GetProperty("issuer").GetString());
    }

    private void AssertRegistration(NodeWalk walk)
    {
        var registration = Assert.Single(walk.Exchanges(new Uri(Stack.Issuer, "/connect/register")));
        Assert.Equal(201, registration.GetProperty("status").GetInt32());
        var client = registration.GetProperty("received");
        Assert.Equal("none", client.GetProperty("token_endpoint_auth_method").GetString());
    }

    private void AssertAuthorization(NodeWalk walk)
    {
        var request = QueryHelpers.ParseQuery(new Uri(walk.Step("authorize").GetProperty("url").GetString()!).Query);
        Assert.Equal("S256", request["code_challenge_method"]);
        Assert.Equal(Stack.Resource, request["resource"]);

        Assert.Equal(Stack.IssuerName, walk.Step("callback").GetProperty("iss").GetString());

        var token = Jwt.Parse(AccessToken(walk.Step("tokens")));
        Assert.Equal("at+jwt", (string?)token.Header["typ"]);
        Assert.Equal(Stack.Resource, (string?)token.Payload["aud"]);
        Assert.Equal(Stack.IssuerName, (string?)token.Payload["iss"]);
    }

    private static void AssertTools(NodeWalk walk, string revision)
    {
        Assert.Equal(
            revision == "legacy" ? "legacy" : "modern", walk.Step("connected").GetProperty("era").GetString());
        var names = walk.Step("tools").GetProperty("names").EnumerateArray().Select(name => name.GetString());
        Assert.Contains("test_simple_text", names);
        AssertText(walk.Step("called"));
        AssertText(walk.Step("calledAgain"));
    }

    private void AssertRefresh(NodeWalk walk)
    {
        // The spoiled token is answered with a challenge, and the client refreshes instead of asking the person again.
        var spoiled = walk.IndexOf(walk.Step("spoiled"));
        var refused = walk.Exchanges(Stack.McpUrl).First(exchange => walk.IndexOf(exchange) > spoiled);
        Assert.Equal(401, refused.GetProperty("status").GetInt32());
        Assert.Contains("error=\"invalid_token\"", refused.GetProperty("challenge").GetString());

        var (before, after) = (walk.Step("tokens"), walk.Step("refreshed"));
        Assert.NotEqual(AccessToken(before), AccessToken(after));
        Assert.NotEqual(RefreshToken(before), RefreshToken(after));
        Assert.Equal(Stack.Resource, (string?)Jwt.Parse(AccessToken(after)).Payload["aud"]);
    }

    private static string AccessToken(JsonElement tokens) => tokens.GetProperty("access_token").GetString()!;

    private static string RefreshToken(JsonElement tokens) => tokens.GetProperty("refresh_token").GetString()!;

    private static void AssertText(JsonElement call)
    {
        var content = Assert.Single(call.GetProperty("result").GetProperty("content").EnumerateArray());
        Assert.Equal("text", content.GetProperty("type").GetString());
        Assert.NotEmpty(content.GetProperty("text").GetString()!);
    }
}
