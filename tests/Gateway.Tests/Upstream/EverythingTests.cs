using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>The legs against the reference server, which is built with the official SDK.</summary>
public sealed class EverythingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("both", true, true)]
    [InlineData("legacy", true, false)]
    [InlineData("modern", false, true)]
    public async Task A_server_is_asked_what_it_speaks(string era, bool isLegacy, bool isModern)
    {
        await using var backend = EverythingHost.Start(era);
        await using var gateway = await StartAsync(backend);

        var description = await gateway.Upstream().DescribeAsync(Stop);

        Assert.Equal((isLegacy, isModern), (description.IsLegacy, description.IsModern));
        Assert.NotNull(JsonNode.Parse(description.Capabilities.Span)!["tools"]);
        Assert.Equal("everything", (string?)JsonNode.Parse(description.ServerInfo.Span)!["name"]);
        Assert.Contains("reference server", description.Instructions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_modern_call_gives_the_result_and_progress_without_a_token()
    {
        await using var backend = EverythingHost.Start("modern");
        await using var gateway = await StartAsync(backend);
        var talk = new RecordingTalk();

        var call = UpstreamCalls.Modern.Tool("test_tool_with_progress") with { WantsProgress = true };
        var result = await gateway.Upstream().ResultAsync(call, talk);

        Assert.NotEmpty(result.TextOf());
        Assert.NotEmpty(talk.Heard);
        Assert.All(talk.Heard, heard =>
        {
            Assert.StartsWith("notifications/progress {", heard, StringComparison.Ordinal);
            Assert.DoesNotContain("progressToken", heard, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_modern_call_of_an_unknown_tool_gives_the_error()
    {
        await using var backend = EverythingHost.Start();
        await using var gateway = await StartAsync(backend);

        var error = await gateway.Upstream().ErrorAsync(UpstreamCalls.Modern.Tool("no-such-tool"));

        Assert.Equal(-32602, (int?)error["code"]);
    }

    private static Task<GatewayHost> StartAsync(EverythingHost backend) =>
        GatewayHost.StartAsync(new()
            {
                ["Mcp:Servers:everything:Url"] = backend.Endpoint.AbsoluteUri,
                ["Mcp:Servers:everything:Era"] = "Auto",
            });
}
