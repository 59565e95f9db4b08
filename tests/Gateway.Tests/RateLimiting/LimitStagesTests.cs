using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.RateLimiting;

/// <summary>Limits in front of a server.</summary>
public sealed class LimitStagesTests
{
    [Fact]
    public async Task AnAddress_IsLimitedBeforeAnybodyIsAuthenticated()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["Mcp:Limits:Address:Requests"] = "3" });
        using var stranger = gateway.CreateClient();

        var statuses = await AskAsync(stranger, 5);

        Assert.Equal("401 401 401 429 429", statuses);
    }

    [Theory]
    [InlineData("Subject")]
    [InlineData("Client")]
    [InlineData("Server")]
    [InlineData("Tool")]
    public async Task WhoAsksTooOften_HearsWhenToComeBack(string scope)
    {
        await using var gateway = await GatewayHost.StartAsync(new() { [$"Mcp:Limits:{scope}:Requests"] = "2" });
        gateway.Backend.Answer = ScriptedBackend.Json(Rpc.Answer);
        using var client = gateway.CreateAuthorizedClient();

        Assert.Equal("200 200 429", await AskAsync(client, 3));
        using var refused = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(-32000, (int)(await refused.ErrorAsync())["code"]!);
        Assert.Equal(2, gateway.Backend.Received.Count);
    }

    [Fact]
    public async Task ALimitOfATool_LimitsNoOther()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["Mcp:Limits:Tool:Requests"] = "1" });
        gateway.Backend.Answer = ScriptedBackend.Json(Rpc.Answer);
        using var client = gateway.CreateAuthorizedClient();

        Assert.Equal("200 429", await AskAsync(client, 2));
        Assert.Equal("200", await AskAsync(client, 1, Rpc.LegacyCall.Replace("echo", "add", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ARequestCounts_AsLongAsItGoesOn()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["Mcp:Limits:Subject:Concurrency"] = "1" });
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        gateway.Backend.Answer = async http =>
        {
            reached.TrySetResult();
            await release.Task;
            await ScriptedBackend.Json(Rpc.Answer)(http);
        };
        using var client = gateway.CreateAuthorizedClient();

        var first = client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        await reached.Task;
        Assert.Equal("429", await AskAsync(client, 1));
        release.SetResult();
        using var response = await first;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await response.TextAsync();
        await Eventually.HoldsAsync(
            async () => await AskAsync(client, 1) == "200", "the next request may begin");
    }

    [Fact]
    public async Task BytesThatWentOut_AreCharged()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["Mcp:Limits:Subject:BytesOut"] = "10" });
        gateway.Backend.Answer = ScriptedBackend.Json(Rpc.Answer);
        using var client = gateway.CreateAuthorizedClient();

        Assert.Equal("200", await AskAsync(client, 1));
        await Eventually.HoldsAsync(
            async () => await AskAsync(client, 1) == "429", "the answer is charged");
    }

    private static async Task<string> AskAsync(HttpClient client, int times, string body = Rpc.LegacyCall)
    {
        var statuses = new int[times];
        for (var i = 0; i < times; i++)
        {
            using var response = await client.AskAsync(Rpc.Post(body));
            await response.TextAsync();
            statuses[i] = (int)response.StatusCode;
        }

        return string.Join(' ', statuses);
    }
}
