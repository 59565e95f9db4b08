using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Tests.Upstream;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Federation;

/// <summary>The federation of two reference servers, built with the official SDK, and of one that is not there.</summary>
public sealed class EverythingFederationTests : IAsyncLifetime
{
    private readonly EverythingHost _one = EverythingHost.Start("modern");
    private readonly EverythingHost _two = EverythingHost.Start();
    private GatewayHost _gateway = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IServerView View => _gateway.Services.GetRequiredService<IServerViews>().Federation;

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync(new()
    {
        ["Mcp:Servers:everything:Federated"] = "false",
        ["Mcp:Servers:one:Url"] = _one.Endpoint.AbsoluteUri,
        ["Mcp:Servers:two:Url"] = _two.Endpoint.AbsoluteUri,
        ["Mcp:Servers:two:AllowTools:0"] = "echo",
        ["Mcp:Servers:dead:Url"] = $"http://127.0.0.1:{Ports.TakeFree()}/mcp",
    });

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task ListAsync_ShowsWhatLives_AndTheOperatorHearsOfTheDead()
    {
        var names = (await ListAsync("tools/list"))["tools"]!.AsArray().Select(tool => (string)tool!["name"]!).ToArray();

        Assert.Contains("one_echo", names);
        Assert.Contains("two_echo", names);
        Assert.Single(names, name => name.StartsWith("two_", StringComparison.Ordinal));
        Assert.True(names.Length > 20, string.Join(' ', names));
        Assert.Single(_gateway.Log.Lines, line => line.Contains("dead is missing from tools/list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryResourceOfAList_CanBeReadUnderTheUriThatItShows()
    {
        var uris = (await ListAsync("resources/list"))["resources"]!.AsArray().Select(it => (string)it!["uri"]!).ToArray();

        Assert.Contains(uris, uri => uri.StartsWith("test+one:", StringComparison.Ordinal));
        Assert.Contains(uris, uri => uri.StartsWith("test+two:", StringComparison.Ordinal));
        foreach (var uri in uris.Where(uri => uri.Contains("://static", StringComparison.Ordinal)))
        {
            var read = await CallAsync("resources/read", $$"""{"uri":"{{uri}}"}""");
            Assert.Equal(uri, (string?)read["contents"]![0]!["uri"]);
        }
    }

    [Theory]
    [InlineData("one_echo")]
    [InlineData("two_echo")]
    public async Task ACall_ReachesItsServer(string name)
    {
        var result = await CallAsync("tools/call", $$$"""{"name":"{{{name}}}","arguments":{"message":"hello"}}""");

        Assert.Contains("hello", result.TextOf(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEmbeddedResource_SaysWhoseItIs()
    {
        var result = await CallAsync("tools/call", """{"name":"one_test_embedded_resource","arguments":{}}""");

        Assert.StartsWith("test+one://", (string?)result["content"]![0]!["resource"]!["uri"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DescribeAsync_IsAboutThoseThatLive()
    {
        var description = await View.DescribeAsync(Stop);

        Assert.NotNull(JsonNode.Parse(description.Capabilities.Span)!["resources"]);
        Assert.Contains("# one\n", description.Instructions, StringComparison.Ordinal);
        Assert.Contains("# two\n", description.Instructions, StringComparison.Ordinal);
        Assert.DoesNotContain("# dead", description.Instructions, StringComparison.Ordinal);
    }

    private async Task<JsonNode> ListAsync(string method)
    {
        using var answer = await View.ListAsync(UpstreamCalls.Modern, method, null, null, Stop);
        Assert.False(answer.IsError);
        return JsonNode.Parse(answer.Json.Span)!;
    }

    /// <summary>What the bridge does with a request.</summary>
    private async Task<JsonNode> CallAsync(string method, string parameters)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        Assert.True(JsonRpcReader.TryRead(body, out var message, out _));
        var caller = UpstreamCalls.Modern;
        var routed = await View.RouteAsync(caller, message, body, Stop);
        Assert.NotNull(routed);
        using var answer = await _gateway.Upstream(routed.Server.Name).CallAsync(
            new UpstreamCall(caller, method, routed.Parameters) { Target = routed.Target }, new RecordingTalk(), Stop);
        var json = View.ToEndpoint(caller, routed.Server, method, answer.Json);
        Assert.False(answer.IsError, Encoding.UTF8.GetString(json.Span));
        return JsonNode.Parse(json.Span)!;
    }
}
