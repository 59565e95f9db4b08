using System.Text;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Tests.Upstream;

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
        gateway.Backend.Answer = ScriptedMcp.Modern((http, message) => ScriptedMcp.ResultAsync(
            http,
            message,
            (string?)message["method"] == "tools/list"
                ? """
                {"resultType":"complete","ttlMs":1,"cacheScope":"private","tools":[
                {"name":"echo","inputSchema":{"type":"object"}},{"name":"other","inputSchema":{"type":"object"}}]}
                """
                : """{"resultType":"complete","content":[{"type":"text","text":"done"}]}"""));
        using var client = gateway.CreateAuthorizedClient();

        using var refused = await client.AskAsync(Rpc.Modern(Rpc.ModernCall, "tools/call", "echo"));
        var error = await refused.ErrorAsync();
        using var allowed = await client.AskAsync(Rpc.Modern(
            Rpc.ModernCall.Replace("echo", "other", StringComparison.Ordinal), "tools/call", "other"));

        Assert.Equal((-32602, "Unknown tool."), ((int)error["code"]!, (string?)error["message"]));
        Assert.Contains("done", await allowed.TextAsync(), StringComparison.Ordinal);
        var called = Assert.Single(
            gateway.Backend.Received, it => it.Headers.GetValueOrDefault("Mcp-Method") == "tools/call");
        Assert.Equal("other", called.Headers["Mcp-Name"]);
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
