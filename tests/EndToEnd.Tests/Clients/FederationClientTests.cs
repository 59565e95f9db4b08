using System.Net.Http.Headers;
using McpAspire.EndToEnd.Tests.Stacks;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpAspire.EndToEnd.Tests.Clients;

/// <summary>The official C# client at the endpoint of all servers, in both eras.</summary>
public sealed class FederationClientTests(StackFixture fixture)
{
    private const string Tool = "everything_test_simple_text";
    private const string OtherTool = "second_test_simple_text";
    private const string Prefixes = "^(everything|second)_";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Tools_prompts_and_resources_say_whose_they_are_and_work(string revision)
    {
        await using var client = await ConnectAsync(revision);

        var tools = await client.ListToolsAsync(cancellationToken: Cancellation);
        var prompts = await client.ListPromptsAsync(cancellationToken: Cancellation);
        var resources = await client.ListResourcesAsync(cancellationToken: Cancellation);
        var called = await client.CallToolAsync(Tool, cancellationToken: Cancellation);
        var other = await client.CallToolAsync(OtherTool, cancellationToken: Cancellation);
        var read = await client.ReadResourceAsync(resources[0].Uri, cancellationToken: Cancellation);

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Contains(tools, tool => tool.Name == Tool);
        Assert.Contains(tools, tool => tool.Name == OtherTool);
        Assert.All(tools, tool => Assert.Matches(Prefixes, tool.Name));
        Assert.All(prompts, prompt => Assert.Matches(Prefixes, prompt.Name));
        Assert.All([called, other], result =>
            Assert.NotEmpty(Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text));
        Assert.Equal(resources[0].Uri, read.Contents[0].Uri);
    }

    private async Task<McpClient> ConnectAsync(string revision)
    {
        var resource = Stack.FederationUrl;
        var oauth = await Stack.ClientAsync(Cancellation);
        var tokens = await oauth.SignInAsync(Stack.Administrator, resource.AbsoluteUri, Cancellation);
        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = resource,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string>
            {
                ["Authorization"] = new AuthenticationHeaderValue("Bearer", tokens.AccessToken).ToString(),
            },
        });
        return await McpClient.CreateAsync(
            transport, new McpClientOptions { ProtocolVersion = revision }, cancellationToken: Cancellation);
    }
}
