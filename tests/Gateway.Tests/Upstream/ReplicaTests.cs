using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Upstream;

public sealed class ReplicaTests
{
    [Fact]
    public async Task Replicas_of_the_gateway_use_one_session_for_a_caller()
    {
        var state = new LocalState(TimeProvider.System);
        await using var one = await StartAsync(state);
        await using var other = await StartAsync(state, one.Backend.Endpoint);
        var opened = 0;
        one.Backend.Answer = ScriptedMcp.Answering((http, message) =>
        {
            if ((string?)message["method"] == "initialize")
                http.Response.Headers["Mcp-Session-Id"] = $"session-{Interlocked.Increment(ref opened)}";
            return message["id"] is null || message["method"] is null
                ? ScriptedBackend.Text("", "", 202)(http)
                : ScriptedMcp.ResultAsync(
                    http, message, (string?)message["method"] == "initialize" ? ScriptedMcp.Initialized : "{}");
        });
        await one.Upstream().DescribeAsync(TestContext.Current.CancellationToken);
        await other.Upstream().DescribeAsync(TestContext.Current.CancellationToken);

        await Task.WhenAll(
            one.Upstream().ResultAsync(UpstreamCalls.Legacy.Tool("a")),
            other.Upstream().ResultAsync(UpstreamCalls.Legacy.Tool("a")));

        var calls = one.Backend.Received
            .Where(it => Encoding.UTF8.GetString(it.Body).Contains("tools/call", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, calls.Length);
        Assert.Single(calls.Select(it => it.Headers["Mcp-Session-Id"]).Distinct());
        Assert.Equal(2, calls.Select(it => JsonNode.Parse(it.Body)!["id"]!.ToJsonString()).Distinct().Count());
    }

    [Fact]
    public void Writing_a_request_allocates_little()
    {
        var call = UpstreamCalls.Modern.Tool("echo", """{"text":"some words"}""") with { WantsProgress = true };
        RequestText.Modern(call, 1).Dispose();

        var before = GC.GetAllocatedBytesForCurrentThread();
        RequestText.Modern(call, 2).Dispose();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 512);
    }

    private static Task<GatewayHost> StartAsync(LocalState state, Uri? backend = null)
    {
        var settings = new Dictionary<string, string?> { ["Mcp:Servers:everything:Era"] = "Legacy" };
        settings["Mcp:StateKey"] = Convert.ToBase64String(new byte[32]);
        if (backend is not null)
            settings["Mcp:Servers:everything:Url"] = backend.AbsoluteUri;
        return GatewayHost.StartAsync(
            settings, configure: services => services.AddSingleton<ISharedState>(state));
    }
}
