using System.Text;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Bridge;

public sealed class EraStageTests
{
    [Theory]
    [InlineData("DenyTools:0", "echo")]
    [InlineData("AllowTools:0", "other")]
    [InlineData("Tools:echo:Hidden", "true")]
    public async Task A_tool_that_a_rule_hides_is_not_called_by_clients_of_the_servers_own_era(string rule, string value)
    {
        await using var gateway = await GatewayHost.StartAsync(
            new() { [$"Mcp:Servers:everything:{rule}"] = value });
        gateway.Backend.Answer = ScriptedBackend.Json("""
            {"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","ttlMs":1,"cacheScope":"private",
            "tools":[{"name":"echo","inputSchema":{"type":"object"}}]}}
            """);
        using var client = gateway.CreateAuthorizedClient();

        using var refused = await client.AskAsync(Rpc.Modern(Rpc.ModernCall, "tools/call", "echo"));

        Assert.NotNull((await refused.ErrorAsync())["code"]);
        Assert.DoesNotContain(
            gateway.Backend.Received,
            received => Encoding.UTF8.GetString(received.Body).Contains("tools/call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_rules_the_call_reaches_the_server()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.CreateAuthorizedClient();

        using var response = await client.AskAsync(Rpc.Modern(Rpc.ModernCall, "tools/call", "echo"));

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(Rpc.ModernCall, Encoding.UTF8.GetString(gateway.Backend.Single().Body));
    }
}
